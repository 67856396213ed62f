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
 * Moves money from one account to another: two entries whose sum is 0. Accounts are locked in the order of their ids,
 * so that movements that cross each other do not wait for each other in a circle.
 * @throws Problem 409 when it is more than there is
 */
export async function move(transaction: Sql, { from, to, amount, kind, reference }: Movement): Promise<void> {
  const accounts = await transaction<{ id: number; balance: number }[]>`
    select id, balance from accounts where id in ${transaction([from, to].filter((id) => id !== provider))}
    order by id for no key update`;
  const source = accounts.find(({ id }) => id === from);
  if (source && source.balance < amount)
    throw new Problem(409, 'insufficient-funds', 'The account does not hold that much');
  await transaction`
    update accounts set balance = balance + case when id = ${to} then ${amount}::bigint else -${amount}::bigint end
    where id in ${transaction(accounts.map(({ id }) => id))}`;
  await transaction`
    insert into entries (account_id, amount, kind, reference)
    values (${from}, -${amount}::bigint, ${kind}, ${reference}), (${to}, ${amount}::bigint, ${kind}, ${reference})`;
}
