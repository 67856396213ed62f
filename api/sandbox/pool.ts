// Pods kept ready for workspaces to come. Each is for one use: it has held nobody's files, and is removed after its
// workspace. They are made one at a time, some time after one was taken, so that nobody who waits is slowed by it.
import { hashOf, treeHash } from '../challenge/tree.ts';
import type { WarmSpec } from './sandboxes.ts';

interface Warm {
  /** Whether it can still be used. */
  isWhole(): Promise<boolean>;
  remove(): Promise<void>;
}

export interface PoolNeeds<P extends Warm> {
  open: (spec: WarmSpec) => Promise<P>;
  /** Whether something goes on that a start beside it would disturb. */
  busy: () => boolean;
  report: (line: string) => void;
}

interface Shelf<P> {
  spec: WarmSpec;
  wanted: number;
  pods: P[];
  failures: number;
  /** Not tried before; on the clock of `performance.now()`. */
  notBeforeMs: number;
}

const restMs = 3_000;
const longestRetryMs = 300_000;

export class Pool<P extends Warm> {
  readonly #needs: PoolNeeds<P>;
  readonly #shelves = new Map<string, Shelf<P>>();
  #restUntilMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #filling: Promise<void> | undefined;
  #closed = false;

  constructor(needs: PoolNeeds<P>) {
    this.#needs = needs;
  }

  /** How many pods are ready. */
  get size(): number {
    return this.#shelves.values().reduce((sum, { pods }) => sum + pods.length, 0);
  }

  /** Keeps so many pods ready for such workspaces from now on; surplus ones are removed. */
  keep(spec: WarmSpec, count: number): void {
    const key = keyOf(spec);
    const shelf = this.#shelves.get(key) ?? { spec, wanted: 0, pods: [], failures: 0, notBeforeMs: 0 };
    this.#shelves.set(key, shelf);
    shelf.wanted = count;
    for (const pod of shelf.pods.splice(count)) this.#discard(pod);
    this.#schedule();
  }

  /** @returns a pod that is ready, and from now on the caller's; undefined when there is none */
  async take(spec: WarmSpec): Promise<P | undefined> {
    const pods = this.#shelves.get(keyOf(spec))?.pods ?? [];
    for (let pod = pods.shift(); pod; pod = pods.shift()) {
      this.#rest();
      if (await pod.isWhole().catch(() => false)) return pod;
      this.#discard(pod);
    }
    return undefined;
  }

  /** Removes pods that ended where they stood, as all do when the engine ends. */
  async weed(): Promise<void> {
    const all = [...this.#shelves.values()].flatMap(({ pods }) => pods.map((pod) => ({ pods, pod })));
    for (const { pods, pod } of all) {
      const ended = !(await pod.isWhole());
      if (!ended || !pods.includes(pod)) continue;
      pods.splice(pods.indexOf(pod), 1);
      this.#discard(pod);
    }
    this.#schedule();
  }

  /** Makes no more, and waits for one that is being made. Removing those that are ready is left to the caller. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#filling;
  }

  /** Leaves the machine to whoever just came; a steady stream of them does not put it off for ever. */
  #rest(): void {
    const now = performance.now();
    if (this.#restUntilMs < now) this.#restUntilMs = now + restMs;
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const shelf = this.#neediest();
    if (!shelf || this.#filling || this.#closed) return;
    const dueMs = Math.max(this.#restUntilMs, shelf.notBeforeMs);
    this.#timer = setTimeout(() => this.#fill(shelf), Math.max(0, dueMs - performance.now()));
  }

  #neediest(): Shelf<P> | undefined {
    return [...this.#shelves.values()]
      .filter(({ pods, wanted }) => pods.length < wanted)
      .toSorted((a, b) => a.notBeforeMs - b.notBeforeMs || a.pods.length - b.pods.length)[0];
  }

  #fill(shelf: Shelf<P>): void {
    if (this.#needs.busy()) {
      this.#rest();
      return;
    }
    this.#filling = this.#add(shelf).finally(() => {
      this.#filling = undefined;
      this.#schedule();
    });
  }

  async #add(shelf: Shelf<P>): Promise<void> {
    try {
      const pod = await this.#needs.open(shelf.spec);
      shelf.failures = 0;
      shelf.notBeforeMs = 0;
      if (shelf.pods.length < shelf.wanted) shelf.pods.push(pod);
      else this.#discard(pod);
    } catch (error) {
      const retryMs = Math.min(longestRetryMs, restMs * 2 ** shelf.failures++);
      shelf.notBeforeMs = performance.now() + retryMs;
      this.#needs.report(
        `no warm pod for ${shelf.spec.runtime}, next try in ${retryMs / 1000} s: ${(error as Error).message}`,
      );
    }
  }

  /** What cannot be removed now goes with the rest at the end. */
  #discard(pod: P): void {
    pod.remove().catch((error: Error) => this.#needs.report(`a warm pod stays behind: ${error.message}`));
  }
}

function keyOf({ runtime, services, commands, env, stubs = new Map() }: WarmSpec): string {
  const sorted = (map: Record<string, string>) =>
    Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const files = treeHash([...stubs].map(([path, content]) => [path, hashOf(content)]));
  return JSON.stringify([runtime, sorted(services), commands?.build, commands?.start, sorted(env), files]);
}
