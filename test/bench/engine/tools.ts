// The generators that are measured, each run as a process of its own on the first core.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { percentile } from '../../../api/probe/percentile.ts';
import type { WindowLine } from '../../../sandboxes/probe/observation.ts';

export interface Load {
  origin: string;
  rate: number;
  durationMs: number;
  seed: number;
  /** Called when the load begins. */
  begin: () => Promise<void>;
}

export interface Measured {
  /** Requests it meant to send; undefined for one that has no rate. */
  planned: number | undefined;
  p50: number;
  p95: number | undefined;
  p99: number;
  max: number;
  /** Share of its core. */
  cpu: number;
  /** The generator's own lateness, where it says so: the worst second's 99th percentile. */
  lagP99: number | undefined;
}

export type Tool = (load: Load) => Promise<Measured>;

const ticksPerSecond = 100;

/** @param count of processes that load at the same time, each with its share of the rate, as in a duet */
export function ours(transport: 'sockets' | 'pool', count = 1): Tool {
  return async (load) => {
    const rate = load.rate / count;
    const all = Array.from({ length: count }, (_, index) => {
      const args = [load.origin, transport, rate, load.durationMs, load.seed + index].map(String);
      return pinned(0, process.execPath, [join(import.meta.dirname, 'generator.ts'), ...args]);
    });
    const lines = all.map((child) => createInterface({ input: child.stdout! })[Symbol.asyncIterator]());
    for (const each of lines) await each.next();
    await load.begin();
    for (const child of all) child.stdin!.write('go\n');
    const found = await Promise.all(
      lines.map(async (each) => JSON.parse(String((await each.next()).value)) as Found),
    );
    await Promise.all(all.map(ended));
    const used = found.reduce((sum, each) => sum + each.cpuMs, 0);
    return ofWindows(
      found.flatMap((each) => each.windows),
      used / load.durationMs,
    );
  };
}

/** What generator.ts prints. */
interface Found {
  windows: WindowLine[];
  cpuMs: number;
}

function ofWindows(windows: readonly WindowLine[], cpu: number): Measured {
  const latencies = windows.flatMap((window) => window.latencies);
  const planned = windows.reduce((sum, window) => sum + window.scheduled, 0);
  const at = (p: number): number => percentile(latencies, p, planned);
  const lagP99 = Math.max(...windows.map((window) => window.lagP99Ms));
  return { planned, p50: at(50), p95: at(95), p99: at(99), max: at(100), cpu, lagP99 };
}

/** In its rate mode. */
export const autocannon: Tool = async (load) => {
  const seconds = load.durationMs / 1000;
  const args = ['-R', load.rate, '-d', seconds, '-c', 50, '-j', '-n', load.origin].map(String);
  const { output, cpu } = await runTool('autocannon', args, load);
  const { latency } = JSON.parse(output) as { latency: Record<'p50' | 'p99' | 'max', number> };
  const { p50, p99, max } = latency;
  return { planned: load.rate * seconds, p50, p95: undefined, p99, max, cpu, lagP99: undefined };
};

/** It has no rate: with so many connections it comes to about the rate when answers take `delayMs`. */
export function wrk(delayMs: number): Tool {
  return async (load) => {
    const connections = Math.max(1, Math.round((load.rate * delayMs) / 1000));
    const args = ['-t1', `-c${connections}`, `-d${load.durationMs / 1000}s`, '--latency', load.origin];
    const { output, cpu } = await runTool('wrk', args, load);
    const [p50, p99] = [/50%\s+([\d.]+)(us|ms|s)/, /99%\s+([\d.]+)(us|ms|s)/].map((form) =>
      inMs(output, form),
    );
    const max = inMs(output, /Latency\s+\S+\s+\S+\s+([\d.]+)(us|ms|s)/);
    return { planned: undefined, p50: p50!, p95: undefined, p99: p99!, max, cpu, lagP99: undefined };
  };
}

export function isInstalled(name: string): boolean {
  try {
    execFileSync('which', [name]);
    return true;
  } catch {
    return false;
  }
}

/** Starts a program on one core, at the probe's priority. */
export function pinned(core: number, command: string, args: readonly string[], ipc = false): ChildProcess {
  return spawn('taskset', ['-c', String(core), 'nice', '-n', '-15', command, ...args], {
    stdio: ['pipe', 'pipe', 'inherit', ...(ipc ? (['ipc'] as const) : [])],
  });
}

async function runTool(name: string, args: string[], load: Load): Promise<{ output: string; cpu: number }> {
  await load.begin();
  const child = pinned(0, name, args);
  let used = 0;
  const watch = setInterval(() => (used = cpuSeconds(child) || used), 100);
  let output = '';
  child.stdout!.on('data', (text: Buffer) => (output += text.toString()));
  await ended(child);
  clearInterval(watch);
  return { output, cpu: (1000 * used) / load.durationMs };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, 'close');
}

/** taskset and nice become the program they start, so its number is the child's. */
function cpuSeconds({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

function inMs(text: string, form: RegExp): number {
  const [, value, unit] = form.exec(text) ?? [];
  if (value === undefined) throw new Error(`Not understood: ${text}`);
  return Number(value) * ({ us: 0.001, ms: 1, s: 1000 }[unit as string] as number);
}
