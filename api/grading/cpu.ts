// What is read of a pod again and again while something goes on in it, and its processor time over the seconds of a phase.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from '../sandbox/sandboxes.ts';
import type { Held } from './evidence.ts';

const cpuEveryMs = 200;
const memoryEveryMs = 500;

export interface CpuSample {
  atMs: number;
  usedMs: number;
}

/** Samples a pod's counter while something is going on. @throws what `work` throws; SandboxError */
export function measureCpu<T>(pod: Pod, work: Promise<T>): Promise<{ result: T; samples: CpuSample[] }> {
  return sampleWhile(() => pod.cpu(), cpuEveryMs, work);
}

/** Samples what the candidate's service holds. @throws what `work` throws; SandboxError */
export function measureMemory<T>(pod: Pod, work: Promise<T>): Promise<{ result: T; samples: Held[] }> {
  return sampleWhile(async () => ({ atMs: Date.now(), bytes: await pod.memory() }), memoryEveryMs, work);
}

async function sampleWhile<S, T>(
  read: () => Promise<S>,
  everyMs: number,
  work: Promise<T>,
): Promise<{ result: T; samples: S[] }> {
  const over = new AbortController();
  const sampling = sampled(read, everyMs, over.signal);
  // Heard below, unless the work itself fails first.
  sampling.catch(() => {});
  try {
    const result = await work;
    over.abort();
    return { result, samples: await sampling };
  } finally {
    over.abort();
  }
}

/** @returns what was read at the beginning, in between, and as soon as it is over */
async function sampled<S>(read: () => Promise<S>, everyMs: number, over: AbortSignal): Promise<S[]> {
  const samples: S[] = [];
  while (!over.aborted) {
    samples.push(await read());
    await sleep(everyMs, undefined, { signal: over }).catch(() => undefined);
  }
  samples.push(await read());
  return samples;
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
