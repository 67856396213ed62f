import type { Sql } from './connect.ts';

/**
 * Makes sure that only one process of this name runs on the database, for as long as `sql` is open. A lock that is lost with
 * its connection is taken again with the next one.
 * @param runner name of the process
 * @throws Error when another one has it
 */
export async function claimRunner(sql: Sql, runner: string): Promise<void> {
  await sql.keep(async (connection) => {
    const [row] = await connection<{ free: boolean }[]>`
      select pg_try_advisory_lock(hashtextextended(${runner}, 0)) as free`;
    if (!row?.free) throw new Error('Proofload is already running on this data; stop it first');
  });
}
