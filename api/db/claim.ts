import type { Sql } from './connect.ts';

/**
 * Makes sure that only one process of this name runs on the database, for as long as the connection lives.
 * @param runner name of the process
 * @throws Error when another one has it
 */
export async function claimRunner(sql: Sql, runner: string): Promise<void> {
  const connection = await sql.reserve();
  const [row] = await connection<{ free: boolean }[]>`
    select pg_try_advisory_lock(hashtextextended(${runner}, 0)) as free`;
  if (row?.free) return;
  connection.release();
  throw new Error('Proofload is already running on this data; stop it first');
}
