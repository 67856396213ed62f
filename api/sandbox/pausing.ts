// Freezing a pod that nobody uses: it keeps its memory, processes and open connections, and takes no processor time.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { allDone } from './faults.ts';
import { Gate } from './gate.ts';
import { podContainers } from './listing.ts';

const freezeTries = 20;
const freezeEveryMs = 100;

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
      try {
        await this.#each('running', (id) => this.#freeze(id));
        return true;
      } catch (error) {
        await this.#thaw();
        throw error;
      }
    });
  }

  resume(): Promise<void> {
    return this.#changes.run(() => this.#thaw());
  }

  async #thaw(): Promise<void> {
    if (!this.#paused) return;
    await this.#each('paused', (id) => this.#engine.docker.getContainer(id).unpause());
    this.#paused = false;
  }

  /** A process freezes when it is next scheduled, and on a busy machine the engine does not wait that long. */
  async #freeze(id: string): Promise<void> {
    const container = this.#engine.docker.getContainer(id);
    for (let attempt = 1; ; attempt++) {
      try {
        await container.pause();
        return;
      } catch (error) {
        if (!(await container.inspect()).State.Running) return;
        if (attempt === freezeTries) throw error;
        await sleep(freezeEveryMs);
      }
    }
  }

  async #each(state: string, change: (id: string) => Promise<unknown>): Promise<void> {
    const containers = await podContainers(this.#engine, this.#podId);
    await allDone(containers.filter((container) => container.State === state).map(({ Id }) => change(Id)));
  }
}
