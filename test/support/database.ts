// Runs once for all test files: a PostgreSQL, and in it a migrated database that each file copies.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readConfig } from '../../api/config.ts';
import { connect } from '../../api/db/connect.ts';
import { startEmbedded } from '../../api/db/embedded.ts';
import { migrate } from '../../api/db/migrate.ts';
import { openQueue, type Pace } from '../../api/db/queue.ts';

/** Nobody waits for the next try longer than has to be. */
export const testPace: Pace = { pollSeconds: 0.5, retrySeconds: 0 };

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the server's own database. */
    serverUrl: string;
    /** Name of the migrated database. */
    template: string;
  }
}

export default async function setup(project: TestProject) {
  const { url, stop } = await startServer();
  const template = `proofload_test_${randomBytes(6).toString('hex')}`;
  const server = connect(url, 1);
  await server.unsafe(`create database ${template}`);
  await prepare(withDatabase(url, template));
  project.provide('serverUrl', url);
  project.provide('template', template);
  return async () => {
    await server.unsafe(`drop database ${template} with (force)`);
    await server.end();
    await stop();
  };
}

/** DATABASE_URL's server when one is given, else a built-in one whose data need not outlive the run. */
async function startServer() {
  const { databaseUrl } = readConfig();
  if (databaseUrl) return { url: databaseUrl, stop: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'proofload-test-'));
  const server = await startEmbedded(folder, ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']);
  return {
    url: server.url('postgres'),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function prepare(url: string) {
  const sql = connect(url, 2);
  await migrate(sql);
  await sql.end();
  const queue = await openQueue(url, console.error, testPace);
  await queue.stop();
}

/** @returns the address of another database on the same server */
export function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
