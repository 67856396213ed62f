// Brings edits to the server: the newest text of each file, one call at a time, compared with the revision it was
// based on. It knows neither the editor nor the network, so its rules can be tested without either.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` after `ms` and returns the way to call it off. */
  after(ms: number, run: () => void): () => void;
}

export type Failure = { kind: 'conflict' } | { kind: 'unreachable' } | { kind: 'refused'; why: string };
export type PutResult = { kind: 'saved'; rev: number; treeHash: string } | Failure;
export type RemoveResult = { kind: 'removed'; treeHash: string } | Failure;

/** A file as the server has it; `content` is null when it has none of that name. */
export interface Stored {
  content: string | null;
  rev: number;
  /** The page that saved it; null when none did. */
  page: string | null;
}

/** The server's side. None of these throws but `read`, which does when the server cannot be reached. */
export interface FileServer {
  put(file: { path: string; content: string; baseRev: number; page: string }): Promise<PutResult>;
  remove(path: string, baseRev: number): Promise<RemoveResult>;
  read(path: string): Promise<Stored>;
  /** Keeps a text that is given up for another, in the file's history. Answers whether it is there. */
  setAside(path: string, content: string): Promise<boolean>;
}

/** A text that the server may not have. */
export interface Unsent {
  path: string;
  text: string;
  /** The revision it was typed on top of. */
  baseRev: number;
  /** Earlier pages that it goes on from: each may have saved a part of it, and never heard so. */
  pages: readonly string[];
}

/** Keeps unsent texts beyond the life of the page. */
export interface Keeper {
  keep(unsent: Unsent): void;
  drop(path: string): void;
}

interface Entry {
  rev: number;
  /** Whether this page saved that revision. */
  own?: true;
  /** The text that is not on the server yet. */
  unsent?: string;
  /** Those of a text that was restored. */
  pages?: readonly string[];
  /** What the server has instead, while the candidate has not chosen. */
  theirs?: Stored;
  refused?: string;
}

export interface SaveState {
  status: 'saved' | 'saving' | 'offline' | 'conflict' | 'refused';
  /** When the last save succeeded. */
  savedAt: number | undefined;
  unsaved: readonly string[];
  conflicts: readonly string[];
  refused: readonly { path: string; why: string }[];
}

export type Flushed = { ok: true; treeHash: string } | { ok: false; status: SaveState['status'] };

const debounceMs = 600;
const latestMs = 2_000;
const retryMs = [500, 1_000, 2_000, 4_000, 8_000, 10_000] as const;

export class SaveQueue {
  readonly #server: FileServer;
  readonly #clock: Clock;
  readonly #keeper: Keeper;
  readonly #page: string;
  readonly #changed: () => void;
  readonly #entries = new Map<string, Entry>();
  #treeHash: string;
  #savedAt: number | undefined;
  #failures = 0;
  #firstUnsent: number | undefined;
  #cancelTimer = () => {};
  #last: Promise<unknown> = Promise.resolve();

  /** `page` is a name that no other has; `changed` is called whenever `state()` may differ. */
  constructor(options: {
    server: FileServer;
    clock: Clock;
    keeper: Keeper;
    page: string;
    treeHash: string;
    changed: () => void;
  }) {
    this.#server = options.server;
    this.#clock = options.clock;
    this.#keeper = options.keeper;
    this.#page = options.page;
    this.#treeHash = options.treeHash;
    this.#changed = options.changed;
  }

  /** Notes the revision the server has of a file; 0 for a new one. */
  know(path: string, rev: number): void {
    this.#entries.set(path, { rev });
  }

  /** The server has no such file any more. */
  forget(path: string): void {
    this.#entries.delete(path);
  }

  /** Takes the tree hash of a fresh listing. */
  knowTree(treeHash: string): void {
    this.#treeHash = treeHash;
  }

  rev(path: string): number | undefined {
    return this.#entries.get(path)?.rev;
  }

  /** Whether a file has text that the server does not. */
  isUnsent(path: string): boolean {
    return this.#entries.get(path)?.unsent !== undefined;
  }

  /** Whether the newest text known of a file was typed here, sent or not. */
  isTypedHere(path: string): boolean {
    return this.isUnsent(path) || this.#entries.get(path)?.own === true;
  }

  /** What the server has of a file in conflict. */
  theirs(path: string): Stored | undefined {
    return this.#entries.get(path)?.theirs;
  }

  /** Goes on with a text that an earlier page has left of a file in which nothing was typed here. */
  restore({ path, text, baseRev, pages }: Unsent): void {
    this.#entries.set(path, { rev: baseRev, pages });
    this.edit(path, text);
  }

  /** Keeps `content` as the newest text of a file and saves it soon. */
  edit(path: string, content: string): void {
    const entry = this.#entries.get(path) ?? { rev: 0 };
    this.#entries.set(path, entry);
    entry.unsent = content;
    delete entry.refused;
    this.#keep(path, entry, content);
    this.#firstUnsent ??= this.#clock.now();
    const latest = this.#firstUnsent + latestMs - this.#clock.now();
    if (this.#failures === 0) this.#schedule(Math.max(0, Math.min(debounceMs, latest)));
    this.#changed();
  }

  /** Saves everything now. Answers the tree hash of the saved files, or why there is none. */
  async flush(): Promise<Flushed> {
    await this.#sendAll();
    const { status, unsaved } = this.state();
    if (unsaved.length > 0 && status !== 'saving') return { ok: false, status };
    return { ok: true, treeHash: this.#treeHash };
  }

  /** Deletes a file on the server; unsent text of it is dropped. */
  remove(path: string): Promise<RemoveResult> {
    return this.#alone(async () => {
      const entry = this.#entries.get(path);
      const result: RemoveResult =
        !entry || entry.rev === 0
          ? { kind: 'removed', treeHash: this.#treeHash }
          : await this.#server.remove(path, entry.rev);
      if (result.kind === 'removed') {
        this.#treeHash = result.treeHash;
        this.#entries.delete(path);
        this.#keeper.drop(path);
      }
      this.#changed();
      return result;
    });
  }

  /** Ends a conflict by overwriting what the server has. */
  keepMine(path: string): void {
    const entry = this.#entries.get(path);
    if (!entry?.theirs) return;
    entry.rev = entry.theirs.rev;
    delete entry.theirs;
    if (entry.unsent !== undefined) this.#keep(path, entry, entry.unsent);
    void this.#sendAll();
  }

  /** Ends a conflict by giving the unsent text up to the file's history. Answers what the server has, if that could be done. */
  takeTheirs(path: string): Promise<Stored | undefined> {
    return this.#alone(async () => {
      const entry = this.#entries.get(path);
      const mine = entry?.unsent;
      if (!entry?.theirs || mine === undefined || !(await this.#server.setAside(path, mine)))
        return undefined;
      const { theirs } = entry;
      if (entry.unsent !== mine) return undefined;
      if (theirs.content === null) this.#entries.delete(path);
      else this.#entries.set(path, { rev: theirs.rev });
      this.#keeper.drop(path);
      this.#changed();
      return theirs;
    });
  }

  state(): SaveState {
    const entries = [...this.#entries];
    const unsaved = entries.filter(([, entry]) => entry.unsent !== undefined).map(([path]) => path);
    const conflicts = entries.filter(([, entry]) => entry.theirs).map(([path]) => path);
    const refused = entries.flatMap(([path, { refused: why }]) => (why === undefined ? [] : [{ path, why }]));
    return {
      status: this.#status(unsaved, conflicts, refused),
      savedAt: this.#savedAt,
      unsaved,
      conflicts,
      refused,
    };
  }

  #status(unsaved: string[], conflicts: string[], refused: unknown[]): SaveState['status'] {
    if (conflicts.length > 0) return 'conflict';
    if (refused.length > 0) return 'refused';
    if (this.#failures > 0) return 'offline';
    return unsaved.length > 0 ? 'saving' : 'saved';
  }

  #keep(path: string, { rev, pages = [] }: Entry, text: string): void {
    this.#keeper.keep({ path, text, baseRev: rev, pages });
  }

  #schedule(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(ms, () => void this.#sendAll());
  }

  /** Runs one piece of work after the one before it: the server answers tree hashes in the order of the calls. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Sends each file that has unsent text once. What is typed meanwhile has its own timer. */
  #sendAll(): Promise<void> {
    this.#cancelTimer();
    this.#firstUnsent = undefined;
    return this.#alone(async () => {
      for (const [path, entry] of this.#entries) {
        if (entry.unsent === undefined || entry.theirs || entry.refused !== undefined) continue;
        const reached = await this.#send(path, entry, entry.unsent);
        this.#failures = reached ? 0 : this.#failures + 1;
        this.#changed();
        if (!reached) return this.#schedule(retryMs[Math.min(this.#failures, retryMs.length) - 1] ?? 500);
      }
      this.#failures = 0;
    });
  }

  /** Answers whether the server was reached. */
  async #send(path: string, entry: Entry, content: string): Promise<boolean> {
    const result = await this.#put(path, content, entry.rev);
    if (result.kind === 'unreachable') return false;
    if (result.kind === 'conflict') return this.#compare(path, entry, content);
    if (result.kind === 'refused') {
      entry.refused = result.why;
      return true;
    }
    this.#treeHash = result.treeHash;
    this.#saved(path, entry, content, result.rev);
    return true;
  }

  #put(path: string, content: string, baseRev: number): Promise<PutResult> {
    return this.#server.put({ path, content, baseRev, page: this.#page });
  }

  /** Looks at what the server has. An equal text is no conflict, nor is an own one: the answer to its save was lost. */
  async #compare(path: string, entry: Entry, content: string): Promise<boolean> {
    try {
      const theirs = await this.#server.read(path);
      if (theirs.content === content || this.#isOwn(entry, theirs))
        return await this.#adopt(path, entry, content, theirs.rev);
      entry.theirs = theirs;
      return true;
    } catch {
      return false;
    }
  }

  /** Every text of one page goes on from the one before it. */
  #isOwn({ pages = [] }: Entry, { page }: Stored): boolean {
    return page !== null && (page === this.#page || pages.includes(page));
  }

  /** Saves the text once more on top of the revision found, which also brings the tree hash that was lost. */
  async #adopt(path: string, entry: Entry, content: string, rev: number): Promise<boolean> {
    const again = await this.#put(path, content, rev);
    if (again.kind !== 'saved') return false;
    this.#treeHash = again.treeHash;
    this.#saved(path, entry, content, again.rev);
    return true;
  }

  #saved(path: string, entry: Entry, content: string, rev: number): void {
    entry.rev = rev;
    entry.own = true;
    delete entry.pages;
    if (entry.unsent === content) {
      delete entry.unsent;
      this.#keeper.drop(path);
    } else if (entry.unsent !== undefined) this.#keep(path, entry, entry.unsent);
    this.#savedAt = this.#clock.now();
  }
}
