// A database whose timeline held every save of its own, brought to one order with the versions of the files.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connect, type Sql } from '../api/db/connect.ts';
import { migrate } from '../api/db/migrate.ts';
import { filesAtEntry, listEntries, record } from '../api/timeline/store.ts';
import { withDatabase } from './support/database.ts';

const migrations = resolve('api/db/migrations');
const subject = '0014_timeline.sql';
const attemptId = crypto.randomUUID();
const earlier = crypto.randomUUID();
let server: Sql;
let name: string;
let sql: Sql;
let folder: string;

beforeAll(async () => {
  server = connect(inject('serverUrl'), 1);
  name = `proofload_test_${randomBytes(6).toString('hex')}`;
  await server.unsafe(`create database ${name}`);
  sql = connect(withDatabase(inject('serverUrl'), name), 2);
  folder = await mkdtemp(join(tmpdir(), 'proofload-before-'));
  for (const file of await readdir(migrations))
    if (file < subject) await symlink(join(migrations, file), join(folder, file));
  await migrate(sql, folder);
  await fill();
  await symlink(join(migrations, subject), join(folder, subject));
  await migrate(sql, folder);
});
afterAll(async () => {
  await sql?.end();
  await server.unsafe(`drop database ${name} with (force)`);
  await server.end();
  await rm(folder, { recursive: true });
});

const at = (second: number) => `2026-11-01T10:00:${String(second).padStart(2, '0')}Z`;

/** What the program of that time left: one attempt with versions, and one from before versions were kept. */
async function fill(): Promise<void> {
  const attempt = (id: string) => `
    insert into attempt (id, invite_id, challenge_version_id, secret_hash, opened_at, started_at, deadline, runtime, entries)
    values ('${id}', gen_random_uuid(), gen_random_uuid(), '', '${at(0)}', '${at(1)}', '${at(59)}', 'node', 9);`;
  const happened = (id: string, second: number, kind: string, path?: string, hash?: string) => `
    insert into timeline (attempt_id, at, kind, path, hash)
    values ('${id}', '${at(second)}', '${kind}', ${quoted(path)}, ${quoted(hash)});`;
  const version = (id: string, second: number, path: string, hash: string | undefined, via: string) => `
    insert into file_version (attempt_id, path, hash, via, saved_at)
    values ('${id}', '${path}', ${quoted(hash)}, '${via}', '${at(second)}');`;
  await sql.unsafe(`
    begin;
    set local session_replication_role = replica;
    insert into blob values ('one', 'one'), ('two', 'two two'), ('three', '3'), ('lost', 'given up');
    ${attempt(attemptId)} ${attempt(earlier)}
    ${happened(earlier, 1, 'saved', 'a.ts', 'one')}
    ${happened(attemptId, 1, 'saved', 'a.ts', 'one')} ${version(attemptId, 1, 'a.ts', 'one', 'starter')}
    ${happened(earlier, 5, 'saved', 'a.ts', 'two')}
    ${happened(earlier, 6, 'run')}
    ${happened(earlier, 8, 'saved', 'a.ts', 'three')}
    ${version(earlier, 8, 'a.ts', 'three', 'editor')}
    ${happened(attemptId, 12, 'saved', 'a.ts', 'two')} ${version(attemptId, 12, 'a.ts', 'two', 'editor')}
    ${happened(attemptId, 12, 'run')}
    ${version(attemptId, 13, 'a.ts', 'lost', 'aside')}
    ${happened(attemptId, 14, 'away')}
    ${happened(attemptId, 20, 'deleted', 'a.ts')} ${version(attemptId, 20, 'a.ts', undefined, 'editor')}
    commit;`);
}

const quoted = (text: string | undefined) => (text === undefined ? 'null' : `'${text}'`);

const told = async (id: string) =>
  (await listEntries(sql, id)).map(({ kind, path, size }) => [kind, path, size]);

test('old rows come in the order in which they happened, each once', async () => {
  expect(await told(attemptId)).toEqual([
    ['saved', 'a.ts', 3],
    ['saved', 'a.ts', 7],
    ['run', null, null],
    ['away', null, null],
    ['deleted', 'a.ts', null],
  ]);
  const [row] = await sql<{ entries: number }[]>`select entries from attempt where id = ${attemptId}`;
  expect(row?.entries).toBe(2);
});

test('what only the timeline had kept is kept as versions', async () => {
  expect(await told(earlier)).toEqual([
    ['saved', 'a.ts', 3],
    ['saved', 'a.ts', 7],
    ['run', null, null],
    ['saved', 'a.ts', 1],
  ]);
  const vias = await sql<{ via: string }[]>`
    select via from file_version where attempt_id = ${earlier} order by id`;
  expect(vias.map(({ via }) => via)).toEqual(['starter', 'editor', 'editor']);
});

test('the files of each moment are the ones there were, and a text given up is none of them', async () => {
  const texts = [];
  for (const { id } of await listEntries(sql, attemptId))
    texts.push((await filesAtEntry(sql, attemptId, id)).get('a.ts')?.toString());
  expect(texts).toEqual(['one', 'two two', 'two two', 'two two', undefined]);
});

test('what happens next comes after all of it', async () => {
  await record(sql, attemptId, { at: new Date(), kind: 'sql' });
  expect((await told(attemptId)).at(-1)).toEqual(['sql', null, null]);
});
