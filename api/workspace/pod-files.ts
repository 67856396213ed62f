// What is in a sandbox's /workspace against what the platform put there: programs and the terminal change files too.
import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf, isByproduct, type Tree } from '../challenge/tree.ts';
import type { Pod, Sources } from '../sandbox/sandboxes.ts';

export interface PodChange {
  path: string;
  /** Null when the file is gone. */
  content: Buffer | null;
  /** Hash of what the sandbox and the saved files had in common before; null for no file. */
  before: string | null;
}

/** Readings may take this share of the time, however often a service writes into its own folder. */
const readShare = 1 / 10;
const longestWaitMs = 10_000;
const quietMs = 700;
/** A file that is replaced is gone for a moment. */
const againMs = 300;

export class PodFiles {
  readonly #pod: Pod;
  /** Hash of each file as the platform last wrote or read it. */
  #known: ReadonlyMap<string, string> | undefined;
  #watch: Readable | undefined;
  #touched = false;
  #dueAtMs = 0;

  constructor(pod: Pod) {
    this.#pod = pod;
  }

  /** Notes that the sandbox now holds exactly this tree. */
  wrote(tree: Tree): void {
    this.#known = hashesOf(tree);
  }

  /**
   * Brings the sandbox from what it was given last to `tree`. While something in it may be unread nothing is done: it is
   * never written over.
   * @throws SandboxError
   */
  async follow(tree: Tree): Promise<void> {
    if (!this.#known || this.#touched || !this.#watch) return;
    const known = this.#known;
    const hashes = hashesOf(tree);
    const files = new Map([...tree].filter(([path]) => known.get(path) !== hashes.get(path)));
    const gone = [...known.keys()].filter((path) => !hashes.has(path));
    if (files.size + gone.length === 0) return;
    await this.#pod.patchFiles(files, gone);
    this.#known = hashes;
  }

  /** Whether something may have been changed that was not read, and it is time to look. */
  get due(): boolean {
    return this.#known !== undefined && (this.#touched || !this.#watch) && performance.now() >= this.#dueAtMs;
  }

  /**
   * Hands what was changed in the sandbox since the last writing or reading to `keep`. What it does not take, because it
   * throws, comes again.
   * @returns what `keep` answered, undefined when nothing was changed
   * @throws Problem when more is there than could be read at all, SandboxError
   */
  async read<T>(keep: (changes: PodChange[]) => Promise<T>): Promise<T | undefined> {
    if (!this.#known) return undefined;
    try {
      const changes = changesBetween(this.#known, await this.#look(this.#known));
      if (changes.length === 0) return undefined;
      const kept = await keep(changes);
      this.#known = after(this.#known, changes);
      return kept;
    } catch (error) {
      this.#touched = true;
      throw error;
    }
  }

  async #look(known: ReadonlyMap<string, string>): Promise<Sources> {
    const began = performance.now();
    try {
      await this.#watchOn();
      return await this.#find(known);
    } finally {
      const took = performance.now() - began;
      this.#dueAtMs = performance.now() + Math.min(took / readShare, longestWaitMs);
    }
  }

  /** One notice is enough until the next reading: the rest waits in the stream, and slows down who writes it. */
  async #watchOn(): Promise<void> {
    const watch = (this.#watch ??= await this.#startWatch());
    this.#touched = false;
    watch.once('data', () => {
      watch.pause();
      this.#touched = true;
      this.#dueAtMs = Math.max(this.#dueAtMs, performance.now() + quietMs);
    });
    watch.resume();
  }

  async #startWatch(): Promise<Readable> {
    const watch = await this.#pod.watchFiles();
    const ended = () => {
      if (this.#watch === watch) this.#watch = undefined;
    };
    return watch
      .on('error', () => {})
      .once('close', ended)
      .once('end', ended);
  }

  async #find(known: ReadonlyMap<string, string>): Promise<Sources> {
    const found = await this.#pod.readSources();
    if (missing(known, found).length === 0) return found;
    await sleep(againMs);
    const { files, tooLarge } = await this.#pod.readSources();
    return { files: new Map([...found.files, ...files]), tooLarge };
  }

  close(): void {
    this.#watch?.destroy();
  }
}

function after(known: ReadonlyMap<string, string>, changes: PodChange[]): Map<string, string> {
  const hashes = new Map(known);
  for (const { path, content } of changes)
    if (content) hashes.set(path, hashOf(content));
    else hashes.delete(path);
  return hashes;
}

/**
 * What became of the files in `before`, by hash, in what was read later. A workspace that is all empty was lost, not
 * emptied.
 */
export function changesBetween(before: ReadonlyMap<string, string>, found: Sources): PodChange[] {
  const written = [...found.files]
    .filter(([path, content]) => before.get(path) !== hashOf(content) && isText(content))
    .map(([path, content]) => ({ path, content, before: before.get(path) ?? null }));
  const gone = missing(before, found);
  if (gone.length === before.size) return written;
  return [...written, ...gone.map((path) => ({ path, content: null, before: before.get(path)! }))];
}

const missing = (before: ReadonlyMap<string, string>, { files, tooLarge }: Sources) =>
  [...before.keys()].filter((path) => !files.has(path) && !tooLarge.has(path) && !isByproduct(path));

/** What a program made stays in the sandbox: only text is taken for the candidate's work. */
const isText = (content: Buffer) => isUtf8(content) && !content.includes(0);

const hashesOf = (tree: Tree) => new Map([...tree].map(([path, content]) => [path, hashOf(content)]));
