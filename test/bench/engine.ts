// How true the load generator is: against a server whose delay is known, and one that stalls for a second, beside other
// generators in the same run.
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from '../../api/probe/percentile.ts';
import type { ServerReport, ToServer } from './engine/messages.ts';
import { autocannon, isInstalled, type Measured, ours, pinned, type Tool, wrk } from './engine/tools.ts';

export const usage = 'engine [--rate 2000] [--seconds 4] [--rounds 3]';

const delayMs = 10;
const stallMs = 1000;

/** One run of one generator beside what the server saw of it. */
interface Row extends Measured {
  received: number;
  /** Variance of the arrivals in 10 ms over their mean: 0 is even, 1 is random, more is bursts. */
  bursts: number;
  truth: { p50: number; p95: number; p99: number; max: number };
}

/** Prints a table for each of the two servers: medians over the rounds, and the least and most. */
export async function run(args: string[]): Promise<void> {
  const options = {
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  } as const;
  const { values } = parseArgs({ args, options });
  const load = { rate: Number(values.rate), durationMs: Number(values.seconds) * 1000 };
  const server = pinned(
    Math.min(1, cpus().length - 1),
    process.execPath,
    [serverFile, String(delayMs)],
    true,
  );
  const [port] = (await once(server, 'message')) as [number];
  try {
    for (const stalls of [false, true]) {
      const rows = new Map<string, Row[]>();
      for (let round = 0; round < Number(values.rounds); round++)
        for (const [name, tool] of tools())
          rows.set(name, [
            ...(rows.get(name) ?? []),
            await measure(tool, server, { ...load, port, round, stalls }),
          ]);
      print(stalls, load.rate, rows);
    }
  } finally {
    server.disconnect();
  }
}

const serverFile = join(import.meta.dirname, 'engine/server.ts');

function tools(): [string, Tool][] {
  const found: [string, Tool][] = [
    ['our sockets', ours('sockets')],
    ['two of them, half each', ours('sockets', 2)],
    ['undici pool', ours('pool')],
  ];
  if (isInstalled('autocannon')) found.push(['autocannon -R', autocannon]);
  if (isInstalled('wrk')) found.push(['wrk (no rate)', wrk(delayMs)]);
  return found;
}

type Server = ReturnType<typeof pinned>;
interface Settings {
  rate: number;
  durationMs: number;
  port: number;
  round: number;
  stalls: boolean;
}

async function measure(tool: Tool, server: Server, settings: Settings): Promise<Row> {
  const { rate, durationMs, port, round, stalls } = settings;
  const begin = async (): Promise<void> => {
    await ask(server);
    if (stalls) tell(server, { type: 'stall', afterMs: durationMs / 2, forMs: stallMs });
  };
  const origin = `http://127.0.0.1:${port}`;
  const measured = await tool({ origin, rate, durationMs, seed: 1 + round, begin });
  const { arrivedMs, tookMs } = await ask(server);
  const at = (p: number): number => percentile(tookMs, p);
  const served = { p50: at(50), p95: at(95), p99: at(99), max: at(100) };
  return {
    ...measured,
    received: arrivedMs.length,
    bursts: burstsOf(arrivedMs),
    truth: stalls ? stallTruth(durationMs) : served,
  };
}

/** Of requests spread evenly over the time: those due in the stall take what was left of it, and the delay. */
function stallTruth(durationMs: number): Row['truth'] {
  const at = (p: number): number => {
    const slower = (1 - p / 100) * durationMs;
    return delayMs + Math.max(0, stallMs - slower);
  };
  return { p50: at(50), p95: at(95), p99: at(99), max: at(100) };
}

function burstsOf(arrivedMs: readonly number[]): number {
  const first = arrivedMs[0] ?? 0;
  const length = Math.floor(((arrivedMs.at(-1) ?? 0) - first) / 10) + 1;
  const counts = Array.from({ length }, () => 0);
  for (const at of arrivedMs) counts[Math.floor((at - first) / 10)]!++;
  const mean = arrivedMs.length / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length / mean;
}

function tell(server: Server, message: ToServer): void {
  server.send(message);
}

async function ask(server: Server): Promise<ServerReport> {
  tell(server, { type: 'report' });
  const [report] = (await once(server, 'message')) as [ServerReport];
  return report;
}

function print(stalls: boolean, rate: number, rows: ReadonlyMap<string, Row[]>): void {
  const what = stalls ? `stalls for ${stallMs} ms` : `takes ${delayMs} ms`;
  console.log(`\na server that ${what}; ${rate}/s offered; milliseconds; median [least most] of the rounds`);
  const columns: [string, (row: Row) => number | undefined, number][] = [
    ['rate off by %', (row) => row.planned && (100 * (row.received - row.planned)) / row.planned, 2],
    ['p50 - truth', (row) => row.p50 - row.truth.p50, 1],
    ['p95 - truth', (row) => row.p95 && row.p95 - row.truth.p95, 1],
    ['p99 - truth', (row) => row.p99 - row.truth.p99, 1],
    ['longest', (row) => row.max, 0],
    ['bursts', (row) => row.bursts, 1],
    ['own lag p99', (row) => row.lagP99, 1],
    ['its core %', (row) => 100 * row.cpu, 0],
  ];
  console.log(`${''.padEnd(24)}${columns.map(([title]) => title.padStart(22)).join('')}`);
  for (const [name, found] of rows)
    console.log(`${name.padEnd(24)}${columns.map(([, of, digits]) => cell(found.map(of), digits)).join('')}`);
  const truth = [...rows.values()].flat().map((row) => row.truth);
  const median = (of: (each: Row['truth']) => number): string => percentile(truth.map(of), 50).toFixed(1);
  console.log(`truth: p50 ${median((t) => t.p50)}, p95 ${median((t) => t.p95)}, p99 ${median((t) => t.p99)}`);
  for (const name of ['autocannon', 'wrk'])
    if (!isInstalled(name)) console.log(`${name} is not installed here, so it is left out`);
}

function cell(values: readonly (number | undefined)[], digits: number): string {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  if (known.length === 0) return '-'.padStart(22);
  const [median, least, most] = [Math.floor(known.length / 2), 0, -1].map((at) =>
    known.at(at)!.toFixed(digits),
  );
  return `${median} [${least} ${most}]`.padStart(22);
}
