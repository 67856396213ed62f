// All the money, in memory: nothing here outlives the process.
import { sql } from './db.ts';
import { Problem, notFound } from './problem.ts';

export interface Entry {
  id: number;
  amount: number;
  kind: string;
  reference: string;
  createdAt: Date;
}

interface Account {
  id: number;
  owner: number | null;
  name: string;
  balance: number;
  createdAt: Date;
  /** Oldest first. */
  entries: Entry[];
}

const accounts = new Map<number, Account>();
const made = new Map<string, { wanted: string; id: string }>();
let lastEntry = 0;

export async function readAll(): Promise<void> {
  const rows = await sql<Omit<Account, 'balance' | 'entries'>[]>`
    select id, owner_id as owner, name, created_at as "createdAt" from accounts where id > 0`;
  for (const row of rows) accounts.set(row.id, { ...row, balance: 0, entries: [] });
  const entries = await sql<(Entry & { account: number })[]>`
    select id, account_id as account, amount, kind, reference, created_at as "createdAt" from entries
    where account_id > 0 order by id`;
  for (const { account, ...entry } of entries) add(account, entry);
}

function add(id: number, entry: Entry): void {
  const account = accounts.get(id);
  lastEntry = Math.max(lastEntry, entry.id);
  account?.entries.push(entry);
  if (account) account.balance += entry.amount;
}

export function open(owner: number, name: string): Account {
  const account = { id: accounts.size + 1, owner, name, balance: 0, createdAt: new Date(), entries: [] };
  accounts.set(account.id, account);
  return account;
}

/** @throws Problem 404 when it is not there, or somebody else's than `owner`'s */
export function getAccount(id: number, owner?: number): Account {
  const account = accounts.get(id);
  if (!account || (owner !== undefined && account.owner !== owner)) throw notFound();
  return account;
}

export function show({ id, name, balance, createdAt }: Account) {
  return { id, name, balance, createdAt };
}

/** @param from and `to`: undefined is the provider */
export function move(
  from: number | undefined,
  to: number | undefined,
  amount: number,
  { kind, reference }: Pick<Entry, 'kind' | 'reference'>,
): void {
  if (from !== undefined && getAccount(from).balance < amount)
    throw new Problem(409, 'insufficient-funds', 'The account does not hold that much');
  const createdAt = new Date();
  if (from !== undefined) add(from, { id: lastEntry + 1, amount: -amount, kind, reference, createdAt });
  if (to !== undefined) add(to, { id: lastEntry + 1, amount, kind, reference, createdAt });
}

/** @returns the id of what the key made, now or earlier. @throws Problem 422 when it was used for something else */
export function once(owner: number, key: string, wanted: string, work: () => string): string {
  const earlier = made.get(`${owner} ${key}`);
  if (earlier && earlier.wanted !== wanted)
    throw new Problem(422, 'key-reused', 'This Idempotency-Key was used for another request');
  if (earlier) return earlier.id;
  const id = work();
  made.set(`${owner} ${key}`, { wanted, id });
  return id;
}
