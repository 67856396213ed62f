import { ApiError, call } from '../api.ts';
import { isWithin } from './file-name.ts';
import { fileServer } from './file-server.ts';
import { Journal, type Left } from './journal.ts';
import { type Clock, type Flushed, type RemoveResult, SaveQueue, type SaveState } from './save-queue.ts';

/** A file that was changed in two places, and waits for the candidate's choice. */
export interface Conflict {
  path: string;
  /** `sandbox` when both texts are on the server: the saved one, and what the sandbox made of the file. */
  where: 'server' | 'sandbox';
}

export interface FilesState {
  paths: readonly string[];
  /** Paths that had a file once. */
  deleted: readonly string[];
  /** Files that differ from what the attempt began with. */
  changed: readonly string[];
  conflicts: readonly Conflict[];
  save: SaveState;
  /** The server cannot be reached, or the browser says that it is offline. */
  offline: boolean;
  /** Whether unsent texts outlive this page. */
  kept: boolean;
}

/** So long the page waits for what earlier pages have left. */
const takeOverMs = 3_000;

const browserClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The files of an attempt as this page has them: their newest texts, and the queue that saves them. */
export class WorkspaceFiles {
  /** Told of every text that came from elsewhere than the editor; undefined for a file that is gone. */
  onReplaced: (path: string, text: string | undefined) => void = () => {};
  /** Formats the file in front, once there is an editor. */
  format: () => Promise<void> = () => Promise.resolve();
  readonly #texts = new Map<string, string>();
  readonly #starter = new Map<string, string | null>();
  readonly #listeners = new Set<() => void>();
  readonly #attemptId: string;
  readonly #server: ReturnType<typeof fileServer>;
  readonly #queue: SaveQueue;
  readonly #journal: Journal;
  /** Tells the attempt's other pages that something was saved. */
  readonly #others: BroadcastChannel;
  #deleted: readonly string[] = [];
  /** By path, the version that holds what the sandbox made of a file that was changed here too. */
  #clashes: ReadonlyMap<string, number> = new Map();
  #reached = true;
  #savedAt: number | undefined;
  #reloading: Promise<void> | undefined;
  #state: FilesState;

  private constructor(attemptId: string) {
    this.#attemptId = attemptId;
    this.#server = fileServer(attemptId);
    this.#journal = new Journal(attemptId);
    this.#others = new BroadcastChannel(`proofload ${attemptId}`);
    this.#others.addEventListener('message', () => void this.follow());
    this.#queue = new SaveQueue({
      server: this.#server,
      clock: browserClock,
      keeper: this.#journal,
      page: this.#journal.page,
      treeHash: '',
      changed: () => this.#changed(),
    });
    this.#state = this.#present([]);
  }

  /** Reads every file of the attempt, and what was typed and never sent. Throws an ApiError when that fails. */
  static async load(attemptId: string): Promise<WorkspaceFiles> {
    const files = new WorkspaceFiles(attemptId);
    const params = { attemptId };
    const [starter] = await Promise.all([
      call('GET /api/attempts/:attemptId/starter', { params }),
      files.reload(),
    ]);
    for (const { path, content } of starter.files) files.#starter.set(path, content);
    // Where the browser's storage is slow, or broken, the work does not wait for it: what it holds comes in when it is there.
    const takenOver = files
      .#takeOver()
      .catch(() => undefined)
      .then(() => files.#changed());
    await Promise.race([takenOver, new Promise((resolve) => setTimeout(resolve, takeOverMs))]);
    files.#changed();
    return files;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly state = (): FilesState => this.#state;

  /** Brings in what changed elsewhere. Files with unsent text stay as they are: saving them finds the conflict. */
  reload(): Promise<void> {
    this.#reloading ??= this.#reload().finally(() => (this.#reloading = undefined));
    return this.#reloading;
  }

  /** Like `reload`; notes when the server cannot be reached, and never throws. */
  async follow(): Promise<void> {
    try {
      await this.reload();
      this.#reached = true;
    } catch (error) {
      this.#reached = error instanceof ApiError && !error.passing;
    }
    this.#changed();
  }

  async #reload(): Promise<void> {
    const params = { attemptId: this.#attemptId };
    const before = this.#queue.state().savedAt;
    const tree = await call('GET /api/attempts/:attemptId/files', { params });
    const stale = tree.files.filter(
      ({ path, rev }) => (this.#queue.rev(path) ?? 0) < rev && !this.#queue.isUnsent(path),
    );
    await Promise.all(stale.map((file) => this.#fetch(file)));
    // What was saved meanwhile is not in this listing.
    if (this.#queue.state().savedAt !== before) return;
    const here = new Set(tree.files.map(({ path }) => path));
    for (const path of this.#texts.keys())
      if (!here.has(path) && !this.#queue.isUnsent(path)) this.#forget(path);
    this.#queue.knowTree(tree.treeHash);
    this.#deleted = tree.deleted;
    this.#clashes = new Map(tree.clashes.map(({ path, version }) => [path, version]));
    this.#changed();
  }

  /** The newest text of a file, saved or not. */
  text(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** The file of a path, or every file of the folder. */
  within(place: string): string[] {
    return this.#state.paths.filter((path) => isWithin(path, place));
  }

  /** Every file with its newest text. */
  texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** Whether the attempt began with a file of this path. */
  hasStarter(path: string): boolean {
    return this.#starter.has(path);
  }

  /** What a file held when the attempt began; empty when it is the candidate's own. */
  starter(path: string): string {
    return this.#starter.get(path) ?? '';
  }

  /** What the server has of a file now. Throws an ApiError when it cannot be reached. */
  async saved(path: string): Promise<string> {
    return (await this.#server.read(path)).content ?? '';
  }

  /** A text as the sandbox's own formatter writes it; undefined when it has none. Throws an Error that says why not. */
  formatted(text: string): Promise<string | undefined> {
    return this.#server.format(text);
  }

  edit(path: string, text: string): void {
    if (this.#texts.get(path) === text) return;
    this.#texts.set(path, text);
    this.#queue.edit(path, text);
  }

  flush(): Promise<Flushed> {
    return this.#queue.flush();
  }

  /** Gives a file, old or new, another text than the one in the editor. */
  set(path: string, text: string): void {
    this.edit(path, text);
    this.onReplaced(path, text);
  }

  async remove(path: string): Promise<RemoveResult> {
    const result = await this.#queue.remove(path);
    if (result.kind === 'removed') this.#replace(path, undefined);
    if (result.kind === 'removed') await this.follow();
    this.#changed();
    return result;
  }

  /** What the other side has of a file in conflict; null when it deleted it. */
  async theirs({ path, where }: Conflict): Promise<string | null> {
    if (where === 'server') return this.#queue.theirs(path)?.content ?? null;
    const versionId = String(this.#clashes.get(path) ?? '');
    const params = { attemptId: this.#attemptId, versionId };
    return (await call('GET /api/attempts/:attemptId/versions/:versionId', { params })).content;
  }

  async keepMine({ path, where }: Conflict): Promise<void> {
    if (where === 'server') this.#queue.keepMine(path);
    else await this.#settle(path);
  }

  /** The candidate's own text stays in the file's history. */
  async takeTheirs(conflict: Conflict): Promise<void> {
    const { path, where } = conflict;
    if (where === 'server') {
      const theirs = await this.#queue.takeTheirs(path);
      if (theirs) this.#replace(path, theirs.content ?? undefined);
    } else {
      const theirs = await this.theirs(conflict);
      if (theirs === null) await this.remove(path);
      else this.set(path, theirs);
      await this.#settle(path);
    }
    this.#changed();
  }

  async #settle(path: string): Promise<void> {
    const params = { attemptId: this.#attemptId };
    await call('DELETE /api/attempts/:attemptId/clash', { params, query: { path } });
    await this.follow();
  }

  async #fetch({ path, rev }: { path: string; rev: number }): Promise<void> {
    const params = { attemptId: this.#attemptId };
    const before = this.#queue.rev(path);
    try {
      const file = await call('GET /api/attempts/:attemptId/file', { params, query: { path } });
      // Typed or saved while it was on its way: saving finds the conflict, if there is one.
      if (this.#queue.isUnsent(path) || this.#queue.rev(path) !== before) return;
      this.#queue.know(path, file.rev);
      this.#replace(path, file.content);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // A picture or another file without text stays on the server and is not for the editor.
      if (error.code === 'not-text') this.#queue.know(path, rev);
      // One that is gone by now is missed by the next listing.
      else if (error.code !== 'no-such-file') throw error;
    }
  }

  /** Goes on with what pages that are gone have typed and not sent. */
  async #takeOver(): Promise<void> {
    const newest = new Map<string, Left>();
    for (const left of await this.#journal.left()) {
      const older = newest.get(left.path);
      newest.set(left.path, left);
      if (older && (await this.#server.setAside(older.path, older.text))) await older.forget();
    }
    for (const left of newest.values()) {
      if (left.text !== this.#texts.get(left.path) && !(await this.#bringBack(left))) continue;
      await this.#journal.written();
      await left.forget();
    }
  }

  /** @returns whether the text is safe now. One that was typed in meanwhile is newer, and the older goes into the history */
  async #bringBack(left: Left): Promise<boolean> {
    if (this.#queue.isTypedHere(left.path)) return this.#server.setAside(left.path, left.text);
    this.#restore(left);
    return true;
  }

  #restore(left: Left): void {
    this.#texts.set(left.path, left.text);
    this.#queue.restore(left);
    this.onReplaced(left.path, left.text);
  }

  #forget(path: string): void {
    this.#queue.forget(path);
    this.#replace(path, undefined);
  }

  #replace(path: string, text: string | undefined): void {
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text);
    this.onReplaced(path, text);
  }

  #changed(): void {
    this.#state = this.#present(this.#state.paths);
    const { savedAt } = this.#state.save;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    if (savedAt !== this.#savedAt) this.#others.postMessage('saved');
    this.#savedAt = savedAt;
    for (const listener of this.#listeners) listener();
  }

  #present(before: readonly string[]): FilesState {
    const sorted = [...this.#texts.keys()].toSorted();
    const save = this.#queue.state();
    const server = save.conflicts.map((path) => ({ path, where: 'server' as const }));
    const sandbox = [...this.#clashes.keys()]
      .filter((path) => !save.conflicts.includes(path))
      .map((path) => ({ path, where: 'sandbox' as const }));
    const offline = !navigator.onLine || !this.#reached || save.status === 'offline';
    return {
      paths: sorted.join('\0') === before.join('\0') ? before : sorted,
      deleted: this.#deleted,
      changed: sorted.filter((path) => this.#texts.get(path) !== this.#starter.get(path)),
      conflicts: [...server, ...sandbox],
      save: offline && save.status === 'saving' ? { ...save, status: 'offline' } : save,
      offline,
      kept: this.#journal.works,
    };
  }
}
