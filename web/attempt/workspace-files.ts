import { ApiError, call } from '../api.ts';
import { fileServer } from './file-server.ts';
import { type Clock, type Flushed, type RemoveResult, SaveQueue, type SaveState } from './save-queue.ts';

export interface FilesState {
  paths: readonly string[];
  save: SaveState;
}

const browserClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The files of an attempt as this tab has them: their newest texts, and the queue that saves them. */
export class WorkspaceFiles {
  /** Told of every text that came from elsewhere than the editor; undefined for a file that is gone. */
  onReplaced: (path: string, text: string | undefined) => void = () => {};
  readonly #texts = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #attemptId: string;
  readonly #queue: SaveQueue;
  #state: FilesState;

  private constructor(attemptId: string) {
    this.#attemptId = attemptId;
    this.#queue = new SaveQueue({
      server: fileServer(attemptId),
      clock: browserClock,
      treeHash: '',
      changed: () => this.#changed(),
    });
    this.#state = { paths: [], save: this.#queue.state() };
  }

  /** Reads every file of the attempt. Throws an ApiError when that fails. */
  static async load(attemptId: string): Promise<WorkspaceFiles> {
    const files = new WorkspaceFiles(attemptId);
    await files.reload();
    return files;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly state = (): FilesState => this.#state;

  /** Brings in what changed elsewhere. Files with unsaved text stay as they are: saving them finds the conflict. */
  async reload(): Promise<void> {
    const params = { attemptId: this.#attemptId };
    const tree = await call('GET /api/attempts/:attemptId/files', { params });
    const unsaved = new Set(this.#queue.state().unsaved);
    const stale = tree.files.filter(({ path, rev }) => !unsaved.has(path) && this.#queue.rev(path) !== rev);
    await Promise.all(stale.map(({ path }) => this.#fetch(path)));
    const here = new Set(tree.files.map(({ path }) => path));
    for (const path of this.#texts.keys()) {
      if (!here.has(path) && !unsaved.has(path)) this.#replace(path, undefined);
    }
    this.#queue.knowTree(tree.treeHash);
    this.#changed();
  }

  /** The newest text of a file, saved or not. */
  text(path: string): string | undefined {
    return this.#texts.get(path);
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
    this.#changed();
    return result;
  }

  keepMine(path: string): void {
    this.#queue.keepMine(path);
  }

  takeTheirs(path: string): void {
    const theirs = this.#queue.takeTheirs(path);
    if (theirs) this.#replace(path, theirs.content ?? undefined);
    this.#changed();
  }

  async #fetch(path: string): Promise<void> {
    const params = { attemptId: this.#attemptId };
    try {
      const { content, rev } = await call('GET /api/attempts/:attemptId/file', { params, query: { path } });
      this.#queue.know(path, rev);
      this.#replace(path, content);
    } catch (error) {
      // A picture or another file without text stays on the server and is not for the editor.
      if (!(error instanceof ApiError) || error.code !== 'not-text') throw error;
    }
  }

  #replace(path: string, text: string | undefined): void {
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text);
    this.onReplaced(path, text);
  }

  #changed(): void {
    const sorted = [...this.#texts.keys()].toSorted();
    const same = sorted.join('\0') === this.#state.paths.join('\0');
    this.#state = { paths: same ? this.#state.paths : sorted, save: this.#queue.state() };
    for (const listener of this.#listeners) listener();
  }
}
