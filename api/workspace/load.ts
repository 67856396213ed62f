// A smoke load: the engine that grades, for a moment, so that a candidate sees what it will see.
import { setTimeout as sleep } from 'node:timers/promises';
import type { WindowLine } from '../../sandboxes/probe/observation.ts';
import { Generator } from '../probe/generator.ts';
import { percentile } from '../probe/percentile.ts';
import type { Pod, Probe } from '../sandbox/sandboxes.ts';
import type { LoadResult } from './contract.ts';

const durationMs = 5_000;
const leadMs = 300;
const lookMs = 500;
/** As in a grading. */
const timing = { drainMs: 5_000, timeoutMs: 5_000 };

interface SmokeLoad {
  port: number;
  seed: number;
  /** Requests a second. */
  rps: number;
}

/** @throws SandboxError */
export async function smokeLoad(pod: Pod, probe: Probe, { port, seed, rps }: SmokeLoad): Promise<LoadResult> {
  const over = new AbortController();
  try {
    const generator = await Generator.start(probe, port, over.signal);
    const startAtMs = Date.now() + leadMs;
    const phase = {
      id: 'smoke',
      mode: 'open',
      connections: 0,
      rate: rps,
      seed,
      startAtMs,
      durationMs,
    } as const;
    const run = generator.run({ ...phase, ...timing });
    const [windows, usage] = await Promise.all([run, watch(pod, startAtMs, run)]);
    return { rps, ...sum(windows), seconds: windows.map((window) => sum([window])), usage };
  } finally {
    over.abort();
  }
}

/** Looks at what the service uses until the load is over. */
async function watch(pod: Pod, startAtMs: number, run: Promise<unknown>): Promise<LoadResult['usage']> {
  const usage: LoadResult['usage'] = [];
  await sleep(startAtMs - Date.now());
  const ended = run.then(
    () => true,
    () => true,
  );
  let before = await pod.cpu();
  let over = false;
  while (!over && Date.now() < startAtMs + durationMs) {
    over = await Promise.race([ended, sleep(lookMs, false)]);
    const [cpu, bytes] = await Promise.all([pod.cpu(), pod.memory()]);
    const cores = (cpu.usedMs - before.usedMs) / Math.max(1, cpu.atMs - before.atMs);
    before = cpu;
    usage.push({ atMs: Date.now() - startAtMs, cores: round(cores), memoryMb: round(bytes / 1e6) });
  }
  return usage;
}

/** Adds windows up. What had no answer is slower than every answer. */
export function sum(windows: readonly Counted[]): Omit<LoadResult, 'rps' | 'seconds' | 'usage'> {
  const latencies = windows.flatMap((window) => window.latencies);
  const scheduled = windows.reduce((all, window) => all + window.scheduled, 0);
  const failures: Record<string, number> = {};
  for (const window of windows)
    for (const [kind, count] of Object.entries(window.failures))
      failures[kind] = (failures[kind] ?? 0) + count;
  const at = (p: number) => {
    const ms = percentile(latencies, p, scheduled);
    return Number.isFinite(ms) ? ms : null;
  };
  const good = windows.reduce((all, window) => all + window.good, 0);
  return { scheduled, good, p50: at(50), p95: at(95), p99: at(99), failures };
}

type Counted = Pick<WindowLine, 'scheduled' | 'good' | 'latencies' | 'failures'>;

const round = (value: number) => Math.round(value * 100) / 100;
