// What services/postgres/2-rows.sql put into the database, computed from the numbers of the rows.
import { createHash } from 'node:crypto';

export const ownerCount = 500;
export const accountCount = 2000;
/** The accounts everybody moves money through, with long histories. */
export const busiest = 20;
/** Up to here accounts are only read; those behind are for transfers and charges under load. */
export const calmUpTo = 1500;
/** From here on they are the storm's alone. */
export const stormFrom = 1951;

export const tokenOf = (owner: number): string =>
  `key_${createHash('md5').update(`owner ${owner}`).digest('hex')}`;

export const ownerOf = (account: number): number => ((account - 1) % ownerCount) + 1;

export const entryCountOf = (account: number): number =>
  account <= busiest ? 2000 : 20 + ((account * 7) % 30);

function amountOf(account: number, step: number): number {
  if (account <= busiest && step === 1) return 4_000_000_000;
  return step % 5 === 0
    ? -(50 + ((account * 13 + step * 7) % 50))
    : 100 + ((account * 31 + step * 17) % 9900);
}

export interface PastEntry {
  amount: number;
  kind: string;
  reference: string;
}

/** All entries of an account, newest first. */
export function entriesOf(account: number): PastEntry[] {
  return Array.from({ length: entryCountOf(account) }, (_, at) => {
    const step = entryCountOf(account) - at;
    const amount = amountOf(account, step);
    return { amount, kind: amount < 0 ? 'refund' : 'charge', reference: `old-${account}-${step}` };
  });
}

export const balanceOf = (account: number): number =>
  entriesOf(account).reduce((sum, { amount }) => sum + amount, 0);
