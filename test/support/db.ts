import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect, type Sql } from '../../api/db/connect.ts';
import { withDatabase } from './database.ts';

export interface TestDatabase {
  url: string;
  sql: Sql;
  drop(): Promise<void>;
}

/** A database of its own, migrated already. */
export async function makeDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl');
  const name = `proofload_test_${randomBytes(6).toString('hex')}`;
  const server = connect(serverUrl, 1);
  await server.unsafe(`create database ${name} template ${inject('template')}`);
  const url = withDatabase(serverUrl, name);
  const sql = connect(url, 6);
  return {
    url,
    sql,
    drop: async () => {
      await sql.end();
      await server.unsafe(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}
