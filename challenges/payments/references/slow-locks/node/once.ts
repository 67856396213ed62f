import { randomUUID } from 'node:crypto';
import { sql } from './db.ts';
import type { Sql } from './db.ts';
import { Problem } from './problem.ts';

/**
 * Does `work` once for an owner's key, in one transaction with the key itself: what fails leaves the key free. A second
 * request with the key waits until the first one's transaction is over.
 * @returns the id of what the key made, now or earlier
 * @throws Problem 422 when the key was used for something else
 */
export async function once(
  { owner, key, wanted }: { owner: number; key: string; wanted: string },
  work: (transaction: Sql, id: string) => Promise<void>,
): Promise<string> {
  const id = randomUUID();
  const isNew = await sql.begin(async (transaction) => {
    const claimed = await transaction`
      insert into requests (owner_id, key, wanted, made) values (${owner}, ${key}, ${wanted}, ${id})
      on conflict do nothing`;
    if (claimed.count === 0) return false;
    await work(transaction, id);
    return true;
  });
  return isNew ? id : madeBefore(owner, key, wanted);
}

async function madeBefore(owner: number, key: string, wanted: string): Promise<string> {
  const [request] = await sql<{ wanted: string; made: string }[]>`
    select wanted, made from requests where owner_id = ${owner} and key = ${key}`;
  if (request?.wanted === wanted) return request.made;
  throw new Problem(422, 'key-reused', 'This Idempotency-Key was used for another request');
}
