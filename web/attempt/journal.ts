// Texts that the server does not have yet, kept on this computer: they outlive the page, the browser and the connection.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Unsent } from './save-queue.ts';

interface Row extends Unsent {
  attemptId: string;
  /** The page that wrote it: two pages of one attempt do not overwrite each other. */
  page: string;
  at: number;
}

interface Schema extends DBSchema {
  unsent: { key: [attemptId: string, page: string, path: string]; value: Row };
}

export interface Left extends Unsent {
  forget: () => Promise<void>;
}

/** A browser's storage that has not opened by then is not to be counted on, until it has. */
const openMs = 4_000;
const lockName = (page: string) => `proofload page ${page}`;

export class Journal {
  readonly #attemptId: string;
  /** Names this page. */
  readonly page = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  /** Undefined where the browser keeps nothing, as in some private windows. */
  readonly #db: Promise<IDBPDatabase<Schema> | undefined>;
  /** The newest of each path that is not written yet; null to forget it. */
  readonly #waiting = new Map<string, Row | null>();
  /** What is being written. */
  #batch: ReadonlyMap<string, Row | null> = new Map();
  #writing: Promise<void> | undefined;
  #works = true;

  constructor(attemptId: string) {
    this.#attemptId = attemptId;
    const late = setTimeout(() => (this.#works = false), openMs);
    this.#db = openDB<Schema>('proofload', 1, {
      upgrade: (db) => void db.createObjectStore('unsent', { keyPath: ['attemptId', 'page', 'path'] }),
    })
      .then(
        (db) => {
          this.#works = true;
          return db;
        },
        () => {
          this.#works = false;
          return undefined;
        },
      )
      .finally(() => clearTimeout(late));
    window.addEventListener('pagehide', () => this.#spill());
    // Held for as long as this page lives, so that others leave its texts to it.
    void navigator.locks?.request(lockName(this.page), () => new Promise(() => {})).catch(() => undefined);
  }

  /** Whether texts outlive this page. */
  get works(): boolean {
    return this.#works;
  }

  keep(unsent: Unsent): void {
    this.#put(unsent.path, { attemptId: this.#attemptId, page: this.page, ...unsent, at: Date.now() });
  }

  /** The server has it. */
  drop(path: string): void {
    this.#put(path, null);
  }

  /** Waits until everything is on the disk that was to be kept or dropped so far. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /** Texts of pages that are gone, the oldest first. Each is to be forgotten once it is safe elsewhere. */
  async left(): Promise<Left[]> {
    const db = await this.#db;
    if (!db) return [];
    const range = IDBKeyRange.bound([this.#attemptId], [this.#attemptId, []]);
    const living = await livingPages();
    const written = await db.getAll('unsent', range);
    const rows = newestOf([...written, ...spilled(this.#attemptId)]);
    return rows
      .filter(({ page }) => page !== this.page && !living.has(lockName(page)))
      .toSorted((a, b) => a.at - b.at)
      .map((row) => ({ ...row, pages: earlierPages(row), forget: () => forget(db, row) }));
  }

  /** The page goes before its last texts are written: there is another place, which takes them at once. */
  #spill(): void {
    for (const [path, row] of [...this.#batch, ...this.#waiting]) {
      const key = spillKey(this.#attemptId, this.page, path);
      try {
        if (row) localStorage.setItem(key, JSON.stringify(row));
        else localStorage.removeItem(key);
      } catch {
        // It is full, or not to be had.
      }
    }
  }

  #put(path: string, row: Row | null): void {
    this.#waiting.set(path, row);
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  /** Writes one after the other, each time what is newest by then. */
  async #write(): Promise<void> {
    const db = await this.#db;
    if (!db) return;
    while (this.#waiting.size > 0) {
      const batch = new Map(this.#waiting);
      this.#batch = batch;
      this.#waiting.clear();
      try {
        const { store, done } = db.transaction('unsent', 'readwrite');
        for (const [path, row] of batch)
          void (row ? store.put(row) : store.delete([this.#attemptId, this.page, path])).catch(
            () => undefined,
          );
        await done;
        this.#works = true;
      } catch {
        // The disk is full, or the browser threw its data away.
        this.#works = false;
      }
      this.#batch = new Map();
    }
  }
}

const spillPrefix = (attemptId: string) => `proofload unsent ${attemptId} `;
const spillKey = (attemptId: string, page: string, path: string) =>
  `${spillPrefix(attemptId)}${page} ${path}`;

function spilled(attemptId: string): Row[] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(spillPrefix(attemptId)));
  return keys.flatMap((key) => {
    const row = JSON.parse(localStorage.getItem(key) ?? 'null') as Row | null;
    return row ? [row] : [];
  });
}

/** A page may have written an earlier text of a file in one place than in the other. */
function newestOf(rows: Row[]): Row[] {
  const newest = new Map<string, Row>();
  for (const row of rows.toSorted((a, b) => a.at - b.at)) newest.set(`${row.page} ${row.path}`, row);
  return [...newest.values()];
}

/** Without locks the page may still live, and what it saves is then another's. */
function earlierPages({ page, pages }: Row): readonly string[] {
  return navigator.locks ? [...pages, page] : [];
}

async function forget(db: IDBPDatabase<Schema>, { attemptId, page, path }: Row): Promise<void> {
  localStorage.removeItem(spillKey(attemptId, page, path));
  await db.delete('unsent', [attemptId, page, path]);
}

/** Names of the locks that pages hold; none where the browser has no locks, and then every other page counts as gone. */
async function livingPages(): Promise<ReadonlySet<string | undefined>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map(({ name }) => name));
}
