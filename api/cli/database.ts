// The platform's database, for commands that look at or change what is stored.
import { join } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { claimRunner } from '../db/claim.ts';
import { connect, type Sql } from '../db/connect.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';

export interface Stored {
  sql: Sql;
  url: string;
  config: Config;
  /** Nobody else uses the built-in PostgreSQL: the platform does not run, and cannot be started meanwhile. */
  alone: boolean;
}

/**
 * Opens the database that DATABASE_URL names, or the built-in one, whether the platform runs or not, and closes it again.
 * @throws Error when it cannot be reached, or what `work` throws
 */
export async function withDatabase<T>(work: (stored: Stored) => Promise<T>): Promise<T> {
  const config = readConfig();
  const { databaseUrl, dataDir, name } = config;
  const server = databaseUrl === undefined ? await startEmbedded(join(dataDir, 'postgres')) : undefined;
  const url = databaseUrl ?? server!.url('postgres');
  const sql = connect(url, 4);
  let alone = false;
  try {
    await migrate(sql);
    alone = server !== undefined && (await isAlone(sql, name));
    return await work({ sql, url, config, alone });
  } finally {
    await sql.end();
    if (alone) await server?.stop();
  }
}

/** Takes the platform's own claim, as long as the connection is open. */
function isAlone(sql: Sql, name: string): Promise<boolean> {
  return claimRunner(sql, name).then(
    () => true,
    () => false,
  );
}
