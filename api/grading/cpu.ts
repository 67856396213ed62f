// Processor time of a pod over the seconds of a phase.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from '../sandbox/sandboxes.ts';

const everyMs = 200;

export interface CpuSample {
  atMs: number;
  usedMs: number;
}

/** Samples a pod's counter while something is going on. @throws what `work` throws; SandboxError */
export async function measureCpu<T>(
  pod: Pod,
  work: Promise<T>,
): Promise<{ result: T; samples: CpuSample[] }> {
  let running = true;
  const sampling = sampled(pod, () => running);
  // Heard below, unless the work itself fails first.
  sampling.catch(() => {});
  try {
    const result = await work;
    running = false;
    return { result, samples: await sampling };
  } finally {
    running = false;
  }
}

async function sampled(pod: Pod, running: () => boolean): Promise<CpuSample[]> {
  const samples: CpuSample[] = [];
  while (running()) {
    samples.push(await pod.cpu());
    await sleep(everyMs);
  }
  samples.push(await pod.cpu());
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
