// What a bomb does to the pod next to it. The neighbour stands as in a grading, its service on the last core and its
// probe on the first, and is measured by that probe: quiet, beside the bomb, and quiet again where the two differ. A wall
// clock says nothing on a shared machine, so only the ratio of the two counts.

import { cpus } from 'node:os';

import { setTimeout as sleep } from 'node:timers/promises';
import { phaseCommand } from '../../api/grading/duet.ts';
import { Generator } from '../../api/probe/generator.ts';
import { percentile } from '../../api/probe/percentile.ts';
import { plans } from '../../api/grading/plan.ts';
import { onTime } from '../../api/grading/validity.ts';
import type { Pod, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { ask, askWhenUp, podSpec } from '../support/pods.ts';
import { tinySuite } from '../support/tiny.ts';
import { service } from './script.ts';

const rate = 100;
const windowMs = 1000;
/** Until a bomb is at its worst. */
const rampMs = 300;
const maxRounds = 5;
/** What counts as no disturbance. */
export const mostRatio = 1.25;
/** So many quiet windows are kept to compare with. */
const memory = 3;
const lastCore = String(cpus().length - 1);

/** How long a bomb goes on: two windows with their preparation, and some to spare. */
export const bombMs = rampMs + 2 * (windowMs + 400);

/** A neighbour's 95th percentile in milliseconds, without and with the bomb. */
export interface Effect {
  quietMs: number;
  besideMs: number;
  ratio: number;
  /** Whether the neighbour's own pace, without the bomb, was so even that a quarter more would show. */
  steady: boolean;
}

export class Neighbour {
  readonly pod: Pod;
  readonly #generator: Generator;
  #phases = 0;
  /** Its pace without a bomb, in the last windows that were quiet. */
  #quiet: number[] = [];

  private constructor(pod: Pod, generator: Generator) {
    this.pod = pod;
    this.#generator = generator;
  }

  static async open(sandboxes: Sandboxes): Promise<Neighbour> {
    const pod = await sandboxes.open(podSpec({ kind: 'grading', owner: 'neighbour', cpuset: lastCore }));

    await pod.writeFiles(service('neighbour'));
    await pod.restart();
    await askWhenUp(pod, '/');
    const generator = await Generator.start(await pod.attachProbe(tinySuite, '0'), 8080);
    const neighbour = new Neighbour(pod, generator);
    // The first is for warming up.
    await neighbour.#p95();
    for (let nth = 1; nth < memory; nth++) await neighbour.#listen();
    return neighbour;
  }

  /**
   * Measures beside a bomb; again, up to three times, while the medians say that it disturbs.
   * @param bomb starts it; ends when it is over, after about `bombMs`
   */
  async beside(bomb: () => Promise<unknown>, rounds = maxRounds): Promise<Effect> {
    const beside: number[] = [];
    for (let round = 1; ; round++) {
      beside.push(...(await this.#during(bomb)));
      const seen = effectOf(this.#quiet, beside);
      if (seen.ratio <= mostRatio && seen.steady) return seen;
      await this.#listen();
      const effect = effectOf(this.#quiet, beside);
      if (effect.ratio <= mostRatio || round === rounds) return effect;
    }
  }

  async #listen(): Promise<void> {
    this.#quiet = [...this.#quiet, await this.#p95()].slice(-memory);
  }

  /** The same with the bomb inside the neighbour's own service: what the measure must notice. */
  besideItself(): Promise<Effect> {
    return this.beside(async () => {
      await ask(this.pod, '/burn');
      await sleep(bombMs);
    }, 1);
  }

  /** @returns the windows that lay within the bomb's time */
  async #during(bomb: () => Promise<unknown>): Promise<number[]> {
    const state = { over: false };
    const running = bomb().finally(() => (state.over = true));
    running.catch(() => {});
    const windows: number[] = [];
    await sleep(rampMs);
    while (windows.length < 2 && !state.over) {
      const p95 = await this.#window();
      if (p95 !== undefined && !state.over) windows.push(p95);
    }
    await running;
    return windows;
  }

  async #p95(): Promise<number> {
    for (let attempt = 1; attempt <= 10; attempt++) {
      const p95 = await this.#window();
      if (p95 !== undefined) return p95;
    }
    return Infinity;
  }

  /** @returns undefined when the generator was not on time */
  async #window(): Promise<number | undefined> {
    const lines = await this.#generator.run(
      phaseCommand(`window-${++this.#phases}`, {
        mode: 'open',
        connections: 0,
        rate,
        seed: this.#phases,
        durationMs: windowMs,
        drainMs: 1000,
      }),
    );
    if (!lines.every((line) => onTime(line, plans.full.validity))) return undefined;
    const scheduled = lines.reduce((sum, line) => sum + line.scheduled, 0);
    return percentile(
      lines.flatMap((line) => line.latencies),
      95,
      scheduled,
    );
  }
}

function effectOf(quiet: number[], beside: number[]): Effect {
  const [quietMs, besideMs] = [median(quiet), median(beside)];
  const steady = Number.isFinite(quietMs) && Math.max(...quiet) <= mostRatio * Math.min(...quiet);
  return { quietMs, besideMs, ratio: besideMs / quietMs, steady };
}

/** Infinite for no numbers: a bomb beside which nothing could be measured has disturbed. */
function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? Infinity : (low + high) / 2;
}
