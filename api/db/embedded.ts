// A real PostgreSQL from npm, for an installation without one of its own. Its programs are run directly: the
// library around them stops the server on its own when the process gets a signal, before the jobs are done.
import { execFile, type ExecFileOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { shareRank } from '../priority.ts';
import { freePort } from './port.ts';
import { serverHome, type Home } from './home.ts';

const run = promisify(execFile);
const startSeconds = 60;

export interface EmbeddedServer {
  /** Where it keeps its data and its log. */
  folder: string;
  /** Address of the database `name` on this server. */
  url(name: string): string;
  /** Starts it again when it was killed. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the server that keeps its data in `folder`, making it first when need be. A server that a killed process left
 * running is used as it is; one that was killed itself comes back where it was, for whoever still knows its address. It listens on 127.0.0.1 only, with a password kept beside the data.
 * @param settings PostgreSQL settings as `name=value`
 * @throws Error with the end of the server's log when it does not start
 */
export async function startEmbedded(folder: string, settings: string[] = []): Promise<EmbeddedServer> {
  const home = await serverHome(folder);
  const password = await ensureCluster(home);
  const ensureServer = async () => {
    const last = await lastServer(home);
    const port = last?.runs ? last.port : await start(home, settings, last?.port);
    await shareRank(Number((await postmaster(home))[0]));
    return port;
  };
  const port = await ensureServer();
  return {
    folder: home.folder,
    url: (name) => `postgres://proofload:${password}@127.0.0.1:${port}/${name}`,
    revive: async () => {
      await ensureServer();
    },
    stop: async () => {
      await pgCtl(home, ['stop', '--mode=fast', '--wait']);
    },
  };
}

/** Makes the cluster unless it is there. A first run that was killed half-way is started over. */
async function ensureCluster(home: Home): Promise<string> {
  const secret = join(home.folder, 'password');
  const known = await readFile(secret, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  await rm(home.data, { recursive: true, force: true });
  const password = randomBytes(24).toString('hex');
  const draft = `${secret}.new`;
  await own(home, draft, password);
  await program(home, 'initdb', [
    `--pgdata=${home.data}`,
    '--username=proofload',
    '--auth=scram-sha-256',
    `--pwfile=${draft}`,
    '--encoding=UTF8',
    '--locale=C',
  ]);
  await own(home, secret, password);
  await rm(draft);
  return password;
}

async function own(home: Home, path: string, content: string) {
  await writeFile(path, content, { mode: 0o600 });
  if (home.user) await chown(path, home.user.uid, home.user.gid);
}

/** @returns the port of the server that runs on this data, or was killed; undefined when the last one was stopped */
async function lastServer(home: Home): Promise<{ port: number; runs: boolean } | undefined> {
  for (const until = Date.now() + startSeconds * 1000; Date.now() < until; await sleep(200)) {
    const lines = await postmaster(home);
    const port = Number(lines[3]);
    if (!(await isServer(Number(lines[0])))) {
      await rm(postmasterFile(home), { force: true });
      return port > 0 ? { port, runs: false } : undefined;
    }
    // A server that is being killed is still there for a moment, but no longer listens.
    if (lines[7]?.trim() === 'ready' && (await listens(port))) return { port, runs: true };
  }
  throw new Error(`The PostgreSQL that runs on ${home.data} has neither started nor stopped`);
}

const postmasterFile = (home: Home) => join(home.data, 'postmaster.pid');

/** The lines a server writes of itself: its number first, its port fourth, how it is eighth. Without one, none that say anything. */
async function postmaster(home: Home): Promise<string[]> {
  return (await readFile(postmasterFile(home), 'utf8').catch(() => '')).split('\n');
}

/** A killed server leaves its number behind, which by now may be a corpse nobody reaps, or another program. */
async function isServer(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /^\d+ \(postgres\) [^ZX]/.test(stat);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/**
 * Tries again for a while: the workers of a killed server hold its memory until they notice.
 * @param wanted the port, unless it is taken
 */
async function start(home: Home, settings: string[], wanted?: number, tries = 3): Promise<number> {
  const port = wanted !== undefined && tries > 1 ? wanted : await freePort();
  try {
    await startOn(home, port, settings);
    return port;
  } catch (error) {
    if (tries === 1) throw error;
  }
  await sleep(1000);
  return start(home, settings, wanted, tries - 1);
}

async function startOn(home: Home, port: number, settings: string[]): Promise<void> {
  const options = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=100',
    ...settings,
  ];
  const log = join(home.folder, 'postgres.log');
  const flags = options.map((option) => `-c ${option}`).join(' ');
  try {
    await pgCtl(home, ['start', '--wait', `--timeout=${startSeconds}`, `--log=${log}`, `--options=${flags}`]);
  } catch (error) {
    const tail = (await readFile(log, 'utf8').catch(() => '')).split('\n').slice(-20).join('\n');
    throw new Error(`The built-in PostgreSQL did not start. Its log ${log} ends with:\n${tail}`, {
      cause: error,
    });
  }
}

function pgCtl(home: Home, args: string[]) {
  return program(home, 'pg_ctl', [...args, `--pgdata=${home.data}`, '--silent']);
}

async function program(home: Home, name: string, args: string[]): Promise<string> {
  const options: ExecFileOptions = {
    ...home.user,
    cwd: home.folder,
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  };
  const { stdout } = await run(join(home.programs, name), args, options);
  return String(stdout);
}
