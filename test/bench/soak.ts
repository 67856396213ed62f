// An hour of many candidates typing, running and testing at once, on a platform as it runs in production with real sandboxes:
// whether anything typed is lost, how long saves take, and whether its memory grows.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { comeFirst } from '../../api/priority.ts';
import { connect } from '../../api/db/connect.ts';
import { startEmbedded } from '../../api/db/embedded.ts';
import { freePort } from '../../api/db/port.ts';
import { percentile } from '../../api/probe/percentile.ts';
import { Child } from '../kill/child.ts';
import { Visitor } from '../kill/visitor.ts';
import { soak, type Soaked } from './soak/soak.ts';
import { slopeOf } from './soak/slope.ts';

export const usage = 'soak [challenge] [--candidates 20] [--minutes 60]';

const habits = { keyMs: 150, restartMs: 90_000, checksMs: 180_000, requestMs: 8_000 };
/** Before that the program is still being compiled and caches fill. */
const warmUpShare = 0.2;

/** Prints what was seen; ends with code 1 when an edit was lost, a save was slow, or memory grew. */
export async function run(args: string[]): Promise<void> {
  const options = {
    candidates: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '60' },
  } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  // The candidates' own machines and the database's are not this one: what they wait for must not be for a core of it.
  await comeFirst();
  const folder = await mkdtemp(join(tmpdir(), 'soak-'));
  await chmod(folder, 0o755);
  const database = await startEmbedded(join(folder, 'postgres'));
  const platform = await startPlatform(folder, database.url('postgres'), values.candidates);
  const sql = connect(database.url('postgres'), 2);
  const stop = () => platform.child.stop().finally(() => process.exit(130));
  process.once('SIGINT', () => void stop()).once('SIGTERM', () => void stop());
  try {
    const manager = await signIn(platform, database.url('postgres'));
    const tokens = [];
    for (let nth = 1; nth <= Number(values.candidates); nth++)
      tokens.push(await invite(manager, positionals[0] ?? 'slow-catalogue', `Candidate ${nth}`));
    const memory = () => heldBy(platform.child.pid!);
    const seconds = Number(values.minutes) * 60;
    report(
      await soak({ url: platform.url, sql, tokens, seconds, habits, memory, memoryEveryMs: 10_000 }),
      seconds,
    );
  } finally {
    await platform.child.stop();
    await sql.end();
    await database.stop();
    await rm(folder, { recursive: true });
  }
}

interface Running {
  url: string;
  child: Child;
}

async function startPlatform(folder: string, databaseUrl: string, slots: string): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = new Child('platform', [process.execPath, 'api/server.ts'], {
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    PUBLIC_URL: url,
    SLOTS: slots,
    WARM: '0',
    DEMO: 'false',
  });
  child.start();
  await child.until(() => fetch(`${url}/api/session`));
  return { url, child };
}

/** As somebody to whom an organisation of their own was given. */
async function signIn({ url }: Running, databaseUrl: string): Promise<Visitor> {
  const args = ['api/cli.ts', 'organisation', 'Soak', 'soak@demo.invalid', 'Soak'];
  const env = { ...process.env, DATABASE_URL: databaseUrl, PUBLIC_URL: url };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const manager = new Visitor(url);
  await manager.call('POST /api/session', { body: { token: stdout.trim().split('/').pop()! } });
  return manager;
}

async function invite(manager: Visitor, challenge: string, candidateName: string): Promise<string> {
  const body = { challenge, candidateName, extraTime: 4 };
  const { link } = await manager.call('POST /api/invites', { body });
  return link!.split('/').pop()!;
}

/** @returns megabytes a process holds, without what it shares */
async function heldBy(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

function report({ saves, answers, faults, lost, files, memory }: Soaked, seconds: number): void {
  const times = (values: readonly number[]) =>
    [50, 95, 99, 100].map((p) => `p${p} ${percentile(values, p).toFixed(0)}`).join('  ');
  console.log(`${seconds} s; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  console.log(`saves      ${saves.length}: ${times(saves)} ms`);
  // In the order in which they were answered: whether it gets slower, and whether a part of the time was another's.
  const tenth = Math.ceil(saves.length / 10);
  const tenths = Array.from({ length: 10 }, (_, at) => saves.slice(at * tenth, (at + 1) * tenth));
  console.log(`  p99 of each tenth: ${tenths.map((some) => percentile(some, 99).toFixed(0)).join(' ')} ms`);
  console.log(`other      ${answers.length}: ${times(answers)} ms`);
  console.log(`files      ${files}, lost ${lost.length} ${lost.join(', ')}`);
  console.log(`faults     ${faults.length} ${[...new Set(faults)].slice(0, 5).join('; ')}`);
  const steady = memory.slice(Math.floor(memory.length * warmUpShare));
  const { slope, low, high } = slopeOf(steady);
  const ends = [steady[0], steady.at(-1)].map((point) => point?.y.toFixed(0)).join(' to ');
  console.log(
    `memory     ${ends} MB; ${slope.toFixed(1)} MB an hour, likely ${low.toFixed(1)} to ${high.toFixed(1)}`,
  );
  const grew = low > 10;
  if (lost.length > 0 || percentile(saves, 99) >= 150 || grew) process.exitCode = 1;
}
