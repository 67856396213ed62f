// Processor time of a pod over the seconds of a phase.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from '../sandbox/sandboxes.ts';

const everyMs = 200;

export interface CpuSample {
  atMs: number;
  usedMs: number;
}

/** Samples a pod's counter until it is stopped. */
export class CpuMeter {
  readonly #samples: CpuSample[] = [];
  readonly #sampling: Promise<void>;
  #running = true;

  constructor(pod: Pod) {
    this.#sampling = this.#sample(pod);
    // Told by stop(), which everyone who starts a meter awaits.
    this.#sampling.catch(() => {});
  }

  /** @returns the samples @throws SandboxError when the counter could not be read */
  async stop(): Promise<CpuSample[]> {
    this.#running = false;
    await this.#sampling;
    return this.#samples;
  }

  async #sample(pod: Pod): Promise<void> {
    while (this.#running) {
      this.#samples.push(await pod.cpu());
      await sleep(everyMs);
    }
    this.#samples.push(await pod.cpu());
  }
}

/** @returns milliseconds used from one moment to another, by straight lines between the samples around them */
export function cpuBetween(samples: readonly CpuSample[], fromMs: number, toMs: number): number {
  return usedAt(samples, toMs) - usedAt(samples, fromMs);
}

function usedAt(samples: readonly CpuSample[], atMs: number): number {
  const after = samples.findIndex((sample) => sample.atMs >= atMs);
  const right = samples.at(after) as CpuSample;
  const left = after > 0 ? (samples[after - 1] as CpuSample) : right;
  if (right === left || right.atMs === left.atMs) return right.usedMs;
  const share = (atMs - left.atMs) / (right.atMs - left.atMs);
  return left.usedMs + Math.min(1, share) * (right.usedMs - left.usedMs);
}
