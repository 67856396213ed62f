import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect, type Db } from '../api/db/connect.ts';
import { startEmbedded } from '../api/db/embedded.ts';
import { migrate } from '../api/db/migrate.ts';
import { openQueue, type Queue } from '../api/db/queue.ts';
import { getTree, saveSnapshot, saveTree } from '../api/db/trees.ts';
import { tree } from './support/challenge.ts';
import { makeDatabase, type TestDatabase } from './support/db.ts';
import { dumpSchema } from './support/schema.ts';

const isRoot = process.getuid?.() === 0;
let database: TestDatabase;
beforeAll(async () => {
  database = await makeDatabase();
});
afterAll(() => database.drop());

describe('migrations', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'proofload-migrations-'));
    await writeFile(join(folder, '0001_a.sql'), 'create table a (id int); insert into a values (1);');
  });

  test('the schema is as schema.sql says', async () => {
    await expect(await dumpSchema(database.sql)).toMatchFileSnapshot('../api/db/schema.sql');
  });

  test('each is applied once, by one of two that start together', async () => {
    const other = connect(database.url, 2);
    const applied = await Promise.all([migrate(database.sql, folder), migrate(other, folder)]);
    await other.end();
    expect(applied.flat()).toEqual(['0001_a.sql']);
    expect(await database.sql`select id from a`).toEqual([{ id: 1 }]);
  });

  test('one that fails leaves nothing of itself, and is named', async () => {
    await writeFile(join(folder, '0002_b.sql'), 'create table b (id int); select 1 / 0;');
    await expect(migrate(database.sql, folder)).rejects.toThrow('0002_b.sql failed: division by zero');
    await writeFile(join(folder, '0002_b.sql'), 'create table b (id int);');
    expect(await migrate(database.sql, folder)).toEqual(['0002_b.sql']);
  });
});

describe('a connection that breaks', () => {
  /** Ends every connection to the database but the caller's, as a server that is killed does. */
  const endAll = async () => {
    const other = connect(database.url, 1);
    await other`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    await other.end();
  };

  test('fails what was under way, undoes its transaction, and is replaced', async () => {
    const { sql } = database;
    await sql`create table broken (id int)`;
    const begun = Promise.withResolvers<void>();
    const transaction = sql.begin(async (tx) => {
      await tx`insert into broken values (1)`;
      begun.resolve();
      await tx`select pg_sleep(20)`;
    });
    const [outcome] = await Promise.all([
      transaction.then(
        () => 'committed',
        (error: Error) => error.message,
      ),
      begun.promise.then(endAll),
    ]);
    expect(outcome).toMatch(/terminat/);
    expect(await sql`select * from broken`).toEqual([]);
  });

  test('lets nothing of a transaction through that goes on without knowing', async () => {
    const { sql } = database;
    const transaction = sql.begin(async (tx) => {
      await tx`select 1`;
      await endAll();
      await tx`insert into broken values (2)`;
    });
    await expect(transaction).rejects.toThrow(/terminat|closed|queryable/);
    expect(await sql`select * from broken`).toEqual([]);
  });

  test('is opened again when it was to be kept', async () => {
    const sql = connect(database.url, 1);
    const [opened, heard] = [vi.fn<() => void>(), vi.fn<() => void>()];
    await sql.keep(async (connection) => {
      await connection.unsafe('listen news');
      opened();
    }, heard);
    await endAll();
    await vi.waitFor(() => expect(opened).toHaveBeenCalledTimes(2), 10_000);
    await sql`notify news`;
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
    await sql.end();
  });
});

test('a transaction that hides the failure of a statement is not taken for done', async () => {
  const hiding = database.sql.begin(async (tx) => {
    await tx`select 1 / 0`.catch(() => undefined);
  });
  await expect(hiding).rejects.toThrow('A statement had failed');
});

test('statements of a transaction that are sent together come in order, and the failure of one undoes all', async () => {
  const { sql } = database;
  await sql`create table together (id int primary key)`;
  const insert = async (tx: Db, id: number) => {
    await tx`insert into together values (${id})`;
  };
  const count = async (tx: Db) => (await tx<{ n: number }[]>`select count(*)::int as n from together`)[0]!.n;
  const all = await sql.begin((tx) => Promise.all([insert(tx, 1), count(tx), insert(tx, 2), count(tx)]));
  expect(all).toEqual([undefined, 1, undefined, 2]);
  await expect(sql.begin((tx) => Promise.all([insert(tx, 3), insert(tx, 3), insert(tx, 4)]))).rejects.toThrow(
    'duplicate key',
  );
  expect(await count(sql)).toBe(2);
});

test('JSON of whatever a service said can be stored', async () => {
  const [row] = await database.sql<{ said: string }[]>`
    select ${database.sql.json({ text: 'a\0b\ud83d' })}::jsonb ->> 'text' said`;
  expect(row?.said).toBe('a\u{fffd}b\u{fffd}');
});

describe('trees', () => {
  test('a snapshot brings back exactly its files', async () => {
    const files = tree({ 'b/é.txt': 'two', 'a.txt': 'one', 'B.txt': '' });
    const hash = await saveSnapshot(database.sql, await saveTree(database.sql, files));
    const found = await getTree(database.sql, hash);
    expect(new Map(found)).toEqual(new Map(files));
  });

  test('a snapshot that is not whole is refused', async () => {
    await expect(getTree(database.sql, 'f'.repeat(64))).rejects.toThrow('missing or damaged');
  });
});

describe('the queue', () => {
  let queue: Queue;
  beforeAll(async () => {
    queue = await openQueue(database.url, () => undefined);
  });
  afterAll(() => queue.stop());

  test('a job exists only when its transaction is committed', async () => {
    const { sql } = database;
    const [kept, undone] = [crypto.randomUUID(), crypto.randomUUID()];
    await sql.begin((tx) => queue.enqueueGrading(tx, kept));
    const failing = sql.begin(async (tx) => {
      await queue.enqueueGrading(tx, undone);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    const rows = await sql`select data->>'submissionId' as id from pgboss.job`;
    expect(rows).toEqual([{ id: kept }]);
  });
});

const ask = async (url: string) => {
  const sql = connect(url, 1);
  const [row] =
    await sql`select inet_server_addr() as address, current_setting('listen_addresses') as listens`;
  await sql.end();
  return row;
};

describe('the built-in PostgreSQL', () => {
  const serverIn = async (home: string) =>
    (await readFile(join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]!;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'proofload-home-'));
    await chmod(folder, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('keeps its data, listens on loopback only and asks for its password', async () => {
    const home = join(folder, 'kept');
    const first = await startEmbedded(home);
    expect(await ask(first.url('postgres'))).toEqual({ address: '127.0.0.1', listens: '127.0.0.1' });
    const sql = connect(first.url('postgres'), 1);
    await sql`create table kept (id int)`;
    await sql.end();
    const stranger = first.url('postgres').replace(/:[0-9a-f]+@/, ':guess@');
    await expect(ask(stranger)).rejects.toThrow('password authentication failed');
    await first.stop();
    const second = await startEmbedded(home);
    const again = connect(second.url('postgres'), 1);
    expect(await again`select * from kept`).toEqual([]);
    await again.end();
    await second.stop();
  });

  /** @returns the server that a process had started which was killed then: it had come first, in a session of its own */
  async function leaveBehind(home: string) {
    const script = `
      import { startEmbedded } from ${JSON.stringify(join(process.cwd(), 'api/db/embedded.ts'))};
      import { comeFirst } from ${JSON.stringify(join(process.cwd(), 'api/priority.ts'))};
      await comeFirst();
      console.log((await startEmbedded(${JSON.stringify(home)})).url('postgres'));
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { detached: true });
    const url = await new Promise<string>((resolve) => {
      child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    });
    child.kill('SIGKILL');
    return { url, pid: await serverIn(home) };
  }

  test('a server that a killed process left running is taken over', async () => {
    const home = join(folder, 'orphan');
    const { url } = await leaveBehind(home);
    const server = await startEmbedded(home);
    expect(server.url('postgres')).toBe(url);
    await server.stop();
  });

  test.runIf(isRoot && existsSync('/proc/self/autogroup'))(
    'a server has the rank of whoever started it or took it over',
    async () => {
      const rank = async (of: string) =>
        /nice (.+)/.exec(await readFile(`/proc/${of}/autogroup`, 'utf8'))?.[1];
      const home = join(folder, 'ranked');
      const { pid } = await leaveBehind(home);
      expect(await rank(pid)).toBe('-15');
      const server = await startEmbedded(home);
      expect(await rank(pid)).toBe((await rank('self')) ?? String(getPriority()));
      await server.stop();
    },
  );

  test('a server that was killed itself, and a first run that was, are no trouble', async () => {
    const home = join(folder, 'killed');
    await mkdir(join(home, 'data'), { recursive: true });
    await writeFile(join(home, 'data', 'half'), 'a first run that was killed');
    const server = await startEmbedded(home);
    process.kill(Number(await serverIn(home)), 'SIGKILL');
    await vi.waitFor(() => expect(ask(server.url('postgres'))).rejects.toThrow(/ECONN|terminat/), 10_000);
    await server.revive();
    expect(await ask(server.url('postgres'))).toMatchObject({ address: '127.0.0.1' });
    await server.stop();
  });

  test.runIf(isRoot)('finds a place when only root can reach its folder', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o700);
    const server = await startEmbedded(join(closed, 'postgres'));
    expect(await ask(server.url('postgres'))).toMatchObject({ address: '127.0.0.1' });
    await server.stop();
    expect(server.folder).toMatch(/^\/var\/lib\/proofload\//);
    await rm(server.folder, { recursive: true });
  });
});
