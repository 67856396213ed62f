import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db, Sql } from './connect.ts';

/** Any constant will do: it keeps two processes from migrating at once. */
const lockKey = 7_203_114;

/**
 * Brings the database to the present shape: each file of `folder` once, in the order of its name, each in its own
 * transaction.
 * @returns the names of the migrations that were applied
 * @throws Error that names the failing file; nothing of that file is kept
 */
export async function migrate(sql: Sql, folder = join(import.meta.dirname, 'migrations')): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return sql.reserve(async (connection) => {
    await connection`select pg_advisory_lock(${lockKey})`;
    try {
      return await applyMissing(connection, folder, names);
    } finally {
      await connection`select pg_advisory_unlock(${lockKey})`;
    }
  });
}

async function applyMissing(connection: Db, folder: string, names: string[]): Promise<string[]> {
  await connection`create table if not exists migration (
    name text primary key, applied_at timestamptz not null default now())`;
  const rows = await connection<{ name: string }[]>`select name from migration`;
  const done = new Set(rows.map((row) => row.name));
  const missing = names.filter((name) => !done.has(name));
  for (const name of missing) await apply(connection, name, await readFile(join(folder, name), 'utf8'));
  return missing;
}

async function apply(connection: Db, name: string, text: string) {
  try {
    await connection`begin`;
    await connection.unsafe(text);
    await connection`insert into migration (name) values (${name})`;
    await connection`commit`;
  } catch (error) {
    await connection`rollback`;
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
