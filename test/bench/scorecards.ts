// How long the list of candidates and a scorecard take on a real PostgreSQL, and what ten times as many candidates cost. Two
// platforms on one server, one with a tenth of the candidates of the other, are asked in turns, so that whatever else the
// machine does falls on both.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../../api/db/connect.ts';
import { startEmbedded, type EmbeddedServer } from '../../api/db/embedded.ts';
import { percentile } from '../../api/probe/percentile.ts';
import { openPlatform, type BenchPlatform } from './scorecards/platform.ts';

export const usage = 'scorecards [--candidates 10000] [--times 200]';

/** Milliseconds of server time, and how much more ten times as many may take. */
const goals = { list: 300, scorecard: 100, growth: 1.5 };
const warmUp = 20;

interface Asked {
  what: string;
  url: (platform: BenchPlatform, nth: number) => string;
  limitMs: number;
}

const asked: Asked[] = [
  { what: 'the list opens: its first page', url: () => '/api/invites', limitMs: goals.list },
  {
    what: '  a page from the middle',
    url: ({ middle }) => `/api/invites?after=${middle}`,
    limitMs: goals.list,
  },
  { what: '  one state', url: () => '/api/invites?state=graded', limitMs: goals.list },
  {
    what: '  counts beside it, which it does not wait for',
    url: () => '/api/invites/counts',
    limitMs: goals.list,
  },
  {
    what: '  searched by name, and found nowhere',
    url: (_, nth) => `/api/invites?search=nobody${nth}`,
    limitMs: goals.list,
  },
  {
    what: 'a scorecard',
    url: ({ submissions }, nth) =>
      `/api/submissions/${submissions[(nth * 7919) % submissions.length]}/scorecard`,
    limitMs: goals.scorecard,
  },
];

/** Prints a table, and sets the exit code when a goal was missed. */
export async function run(args: string[]): Promise<void> {
  const options = {
    candidates: { type: 'string', default: '10000' },
    times: { type: 'string', default: '200' },
  } as const;
  const { values } = parseArgs({ args, options });
  const [many, times] = [Number(values.candidates), Number(values.times)];
  const folder = await mkdtemp(join(tmpdir(), 'proofload-bench-'));
  const server = await startEmbedded(folder);
  try {
    const few = await platformOf(server, 'tenth', Math.round(many / 10));
    const all = await platformOf(server, 'whole', many);
    const missed = await measure(few, all, times);
    await few.close();
    await all.close();
    for (const line of missed) console.log(`missed: ${line}`);
    if (missed.length > 0) process.exitCode = 1;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

async function platformOf(server: EmbeddedServer, name: string, candidates: number) {
  const sql = connect(server.url('postgres'), 1);
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  console.log(`making ${candidates} candidates with their graded reports`);
  return openPlatform(server.url(name), candidates);
}

/** @returns the goals that were missed */
async function measure(few: BenchPlatform, all: BenchPlatform, times: number): Promise<string[]> {
  console.log(`\n${'milliseconds of server time'.padEnd(44)}few p50     p95   all p50     p95    growth`);
  const missed: string[] = [];
  for (const { what, url, limitMs } of asked) {
    const [small, large]: [number[], number[]] = [[], []];
    for (let nth = -warmUp; nth < times; nth++)
      for (const [platform, samples] of [
        [few, small],
        [all, large],
      ] as const) {
        const ms = await platform.ask(url(platform, nth + warmUp));
        if (nth >= 0) samples.push(ms);
      }
    const growth = percentile(large, 50) / percentile(small, 50);
    console.log(`${what.padEnd(44)}${cells(small)}  ${cells(large)}  ${growth.toFixed(2).padStart(7)}x`);
    const p95 = percentile(large, 95);
    if (p95 > limitMs) missed.push(`${what.trim()}: p95 ${p95.toFixed(0)} ms, the goal is ${limitMs} ms`);
    if (growth > goals.growth)
      missed.push(`${what.trim()}: grows ${growth.toFixed(2)} times, the goal is ${goals.growth}`);
  }
  console.log(`load of the last minute ${loadavg()[0]?.toFixed(1)}\n`);
  return missed;
}

function cells(samples: number[]): string {
  return [50, 95].map((p) => percentile(samples, p).toFixed(1).padStart(8)).join('');
}
