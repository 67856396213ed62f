// What the services around this one ask of it on an ordinary day.
import { createHash } from 'node:crypto';
import { defineLoad } from 'proofload/load';
import type { LoadRequest, Random } from 'proofload/load';
import { balanceOf, busiest, calmUpTo, entriesOf, ownerOf, stormFrom, tokenOf } from './checks/bank.ts';

type Json = Record<string, unknown>;

const calm = (random: Random): number => random.integer(busiest + 1, calmUpTo);
/** Accounts whose money moves: one in five is one of those everybody uses. */
const moving = (random: Random): number =>
  random.integer(1, 5) === 1 ? random.integer(1, busiest) : random.integer(calmUpTo + 1, stormFrom - 1);

const as = (account: number) => ({ authorization: `Bearer ${tokenOf(ownerOf(account))}` });
const keyed = (account: number, random: Random) => ({ ...as(account), 'idempotency-key': word(random) });

const word = (random: Random): string =>
  [0, 1, 2].map(() => random.integer(0, 2 ** 31).toString(36)).join('-');

function balance(random: Random): LoadRequest {
  const account = random.integer(1, 3) === 1 ? moving(random) : calm(random);
  return {
    method: 'GET',
    path: `/accounts/${account}`,
    headers: as(account),
    check: (status, json) => status === 200 && isAccount(json as Json, account),
  };
}

/** Which balance a busy account has is for the checks and the storm to say. */
function isAccount(json: Json, account: number): boolean {
  if (json['id'] !== account || json['name'] !== `Account ${account}`) return false;
  const known = account > busiest && account <= calmUpTo;
  return known ? json['balance'] === balanceOf(account) : Number.isInteger(json['balance']);
}

function statement(random: Random): LoadRequest {
  const account = random.integer(1, 4) === 1 ? random.integer(1, busiest) : calm(random);
  return {
    method: 'GET',
    path: `/accounts/${account}/entries`,
    headers: as(account),
    check: (status, json) => status === 200 && isStatement(json as Json, account),
  };
}

function isStatement(json: Json, account: number): boolean {
  const items = json['items'] as Json[];
  if (account <= busiest) return items.length === 20 && items.every(({ amount }) => Number.isInteger(amount));
  const entries = entriesOf(account).slice(0, 20);
  return (
    json['balance'] === balanceOf(account) &&
    items.length === entries.length &&
    entries.every(
      ({ amount, reference }, at) => items[at]?.['amount'] === amount && items[at]['reference'] === reference,
    )
  );
}

function transferOf(random: Random): { from: number; to: number; amount: number } {
  const from = moving(random);
  let to = moving(random);
  while (to === from) to = moving(random);
  return { from, to, amount: random.integer(1, 40) };
}

function transfer(random: Random): LoadRequest {
  const body = transferOf(random);
  return { ...sent(body), headers: keyed(body.from, random) };
}

const sent = (body: { from: number; to: number; amount: number }) =>
  ({
    method: 'POST',
    path: '/transfers',
    body,
    check: (status: number, json: unknown) => status === 201 && agrees(json as Json, body),
  }) as const;

/** A client that never got its answer asks again: a few hundred transfers, each sent many times. */
function transferAgain(random: Random): LoadRequest {
  const number = random.integer(1, 300);
  const from = calmUpTo + number;
  const body = { from, to: from + 1, amount: 1 + (number % 30) };
  const key = createHash('md5').update(`again ${number}`).digest('hex');
  return { ...sent(body), headers: { ...as(from), 'idempotency-key': key } };
}

function charge(random: Random): LoadRequest {
  const accountId = moving(random);
  const body = {
    accountId,
    amount: random.integer(100, 20_000),
    card: `card_ok_${word(random).replaceAll('-', '')}`,
  };
  return {
    method: 'POST',
    path: '/charges',
    headers: keyed(accountId, random),
    body,
    check: (status, json) =>
      status === 201 && agrees(json as Json, { ...body, status: 'succeeded', refunded: 0 }),
  };
}

function opened(random: Random): LoadRequest {
  const name = `Account of ${word(random)}`;
  return {
    method: 'POST',
    path: '/accounts',
    headers: as(random.integer(1, calmUpTo)),
    body: { name },
    check: (status, json) => status === 201 && agrees(json as Json, { name, balance: 0 }),
  };
}

/** More is asked than one owner has: what is not theirs is not there. */
function notTheirs(random: Random): LoadRequest {
  const account = calm(random);
  return {
    method: 'GET',
    path: `/accounts/${account}`,
    headers: as(account + 1),
    check: (status) => status === 404,
  };
}

const agrees = (json: Json, wanted: object): boolean =>
  typeof json['id'] !== 'undefined' && Object.entries(wanted).every(([name, value]) => json[name] === value);

export default defineLoad([
  { name: 'balance', weight: 30, make: balance },
  { name: 'statement', weight: 25, make: statement },
  { name: 'transfer', weight: 22, make: transfer },
  { name: 'transfer sent again', weight: 6, make: transferAgain },
  { name: 'charge', weight: 12, make: charge },
  { name: 'new account', weight: 2, make: opened },
  { name: 'account of somebody else', weight: 3, make: notTheirs },
]);
