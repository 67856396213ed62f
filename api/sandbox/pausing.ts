// Freezing a pod that nobody uses: it keeps its memory, processes and open connections, and takes no processor time.
import type { Engine } from './engine.ts';
import { Gate } from './gate.ts';
import { podContainers } from './listing.ts';
import { allDone } from './faults.ts';

export class Pausing {
  readonly #engine: Engine;
  readonly #podId: string;
  readonly #changes = new Gate(1);
  #users = 0;
  #paused = false;

  constructor(engine: Engine, podId: string) {
    this.#engine = engine;
    this.#podId = podId;
  }

  /** Runs work that needs the pod's processes: they run again first, and are not paused before it ends. */
  async awake<T>(work: () => Promise<T>): Promise<T> {
    this.#users++;
    try {
      await this.resume();
      return await work();
    } finally {
      this.#users--;
    }
  }

  /** @returns false, and leaves the pod as it is, when work is under way */
  pause(): Promise<boolean> {
    return this.#changes.run(async () => {
      if (this.#users > 0) return false;
      this.#paused = true;
      await this.#each('running', 'pause');
      return true;
    });
  }

  resume(): Promise<void> {
    return this.#changes.run(async () => {
      if (!this.#paused) return;
      await this.#each('paused', 'unpause');
      this.#paused = false;
    });
  }

  async #each(state: string, change: 'pause' | 'unpause'): Promise<void> {
    const containers = await podContainers(this.#engine, this.#podId);
    await allDone(
      containers
        .filter((container) => container.State === state)
        .map(({ Id }) => this.#engine.docker.getContainer(Id)[change]()),
    );
  }
}
