import type { Sql } from './db.ts';
import { Problem } from './problem.ts';

/** The other side of every charge and refund. */
export const provider = 0;

export interface Movement {
  from: number;
  to: number;
  amount: number;
  kind: 'charge' | 'refund' | 'transfer';
  /** The id of the charge, refund or transfer. */
  reference: string;
}

/**
 * Moves money from one account to another: two entries whose sum is 0. Accounts are locked in the order of their ids.
 * @throws Problem 409 when it is more than there is
 */
export async function move(transaction: Sql, { from, to, amount, kind, reference }: Movement): Promise<void> {
  await transaction`
    select id from accounts where id in ${transaction([from, to])} and id <> ${provider}
    order by id for no key update`;
  if (from !== provider && (await balanceOf(transaction, from)) < amount)
    throw new Problem(409, 'insufficient-funds', 'The account does not hold that much');
  await transaction`
    insert into entries (account_id, amount, kind, reference)
    values (${from}, -${amount}::bigint, ${kind}, ${reference}), (${to}, ${amount}::bigint, ${kind}, ${reference})`;
}

async function balanceOf(transaction: Sql, account: number): Promise<number> {
  const entries = await transaction<{ amount: number }[]>`select amount from entries where account_id = ${account}`;
  return entries.reduce((sum, { amount }) => sum + amount, 0);
}
