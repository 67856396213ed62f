// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
// Eight owners in a hurry. Two of three who act for an owner send the very same requests, as clients do that never got
// their answers; the third moves the money of the same account in another way.
import {
  aggregatesEqualDetails,
  conserved,
  exactlyOnce,
  noLostWrites,
  noPhantoms,
  readYourWrites,
} from 'proofload/invariants';
import { defineStorm, list, text, whole, WrongAnswer } from 'proofload/storm';
import type { Action, Actor, Answer, Attempt, Operation, Reader } from 'proofload/storm';
import { balanceOf, ownerOf, stormFrom, tokenOf } from './checks/bank.ts';
import { provider } from './checks/provider.ts';

const owners = 8;
const rounds = 90;
const accounts = Array.from({ length: owners }, (_, at) => stormFrom + at);

const kinds = ['transfer', 'charge', 'refund'] as const;
type Kind = (typeof kinds)[number];

/** What an attempt says of itself: the movement it asks for. */
interface Sent {
  account: number;
  to?: number;
  amount: number;
}

/** A request that is the same whoever sends it. Its amount alone tells which one it was: that is how entries are known. */
class Order {
  readonly kind: Kind;
  readonly script: number;
  readonly round: number;

  constructor(kind: Kind, script: number, round: number) {
    this.kind = kind;
    this.script = script;
    this.round = round;
  }

  static ofAmount(amount: number): Order {
    const number = Math.abs(amount) % 5000;
    const kind = kinds[number % 3] as Kind;
    return new Order(kind, Math.floor(number / 3 / rounds), Math.floor(number / 3) % rounds);
  }

  get key(): string {
    return `storm-${this.kind}-${this.script}-${this.round}`;
  }

  /** Transfers go up to a third of what an account holds, so that money runs out now and then. */
  get amount(): number {
    const number = (this.script * rounds + this.round) * 3 + kinds.indexOf(this.kind);
    const thousands = { transfer: 1 + ((this.script * 5 + this.round * 7) % 14), charge: 3, refund: 1 };
    return 5000 * thousands[this.kind] + number;
  }

  get account(): number {
    return accounts[this.script % owners] as number;
  }

  get target(): number {
    return accounts[(this.script + 1 + (this.round % (owners - 1))) % owners] as number;
  }
}

const as = (account: number) => ({ authorization: `Bearer ${tokenOf(ownerOf(account))}` });

function asking(order: Order, path: string, body: object, read: (answer: Answer) => string): Action<string> {
  const { kind, account, amount, key } = order;
  const sent: Sent = { account, amount, ...(kind === 'transfer' && { to: order.target }) };
  return {
    kind,
    key: String(account),
    method: 'POST',
    path,
    headers: { ...as(account), 'idempotency-key': key },
    body,
    sent,
    idempotencyKey: key,
    refusals: [409],
    read,
  };
}

const transfer = (order: Order): Action<string> =>
  asking(order, '/transfers', { from: order.account, to: order.target, amount: order.amount }, ({ json }) =>
    text(json.id, 'id'),
  );

const cardOf = ({ script, round }: Order): string => `card_quick_storm_${script}_${round}`;

function charge(order: Order): Action<string> {
  const body = { accountId: order.account, amount: order.amount, card: cardOf(order) };
  return asking(order, '/charges', body, ({ json }) => {
    if (json.status !== 'succeeded') throw new WrongAnswer('the charge has not succeeded');
    return text(json.id, 'id');
  });
}

const refund = (order: Order, chargeId: string): Action<string> =>
  asking(order, `/charges/${chargeId}/refunds`, { amount: order.amount }, ({ json }) => text(json.id, 'id'));

/** The newest entries, right after a write of one's own: `after` is what it made. */
const statement = (account: number, after: string): Action<string[]> => ({
  kind: 'statement',
  key: String(account),
  method: 'GET',
  path: `/accounts/${account}/entries?limit=100`,
  headers: as(account),
  sent: { after },
  read: ({ json }) => list(json.items, 'items', (item) => text(item.reference, 'reference')),
});

const balance = (account: number): Action<number> => ({
  kind: 'balance',
  key: String(account),
  method: 'GET',
  path: `/accounts/${account}`,
  headers: as(account),
  read: ({ json }) => whole(json.balance, 'balance'),
});

async function act(actor: Actor): Promise<void> {
  const owner = actor.number % owners;
  const script = actor.number < 2 * owners ? owner : owner + owners;
  for (let round = 0; round < rounds; round += 1) {
    if (round % 10 === 0) await actor.meet();
    const order = (kind: Kind) => new Order(kind, script, round);
    const sent = await actor.do(transfer(order('transfer')));
    if (sent.outcome === 'ok') await actor.do(statement(order('transfer').account, sent.got));
    await actor.do(balance(order('transfer').account));
    if (round % 2 === 1) continue;
    const charged = await actor.do(charge(order('charge')));
    if (charged.outcome === 'ok') await actor.do(refund(order('refund'), charged.got));
  }
}

interface Entry {
  account: number;
  id: number;
  amount: number;
  reference: string;
}

interface Truth {
  balances: Map<number, number>;
  entries: Entry[];
  /** How many payments the provider was asked for, by card. */
  payments: Map<string, number>;
}

async function readBack(reader: Reader): Promise<Truth> {
  const balances = new Map<number, number>();
  const entries: Entry[] = [];
  for (const account of accounts) {
    balances.set(account, await reader.read(reading(balance(account))));
    entries.push(...(await allEntries(reader, account)));
  }
  return { balances, entries, payments: await paymentsByCard() };
}

const reading = <Got>(action: Action<Got>) => action as Action<Got> & { read: (answer: Answer) => Got };

async function allEntries(reader: Reader, account: number): Promise<Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const before = all.length > 0 ? `&before=${all.at(-1)?.id}` : '';
    const page = await reader.read({
      kind: 'page',
      key: String(account),
      method: 'GET',
      path: `/accounts/${account}/entries?limit=100${before}`,
      headers: as(account),
      read: ({ json }) =>
        list(json.items, 'items', ({ id, amount, reference }) => ({
          account,
          id: whole(id, 'id'),
          amount: whole(amount, 'amount'),
          reference: text(reference, 'reference'),
        })),
    });
    all.push(...page);
    if (page.length < 100) return all;
  }
}

async function paymentsByCard(): Promise<Map<string, number>> {
  const keys = new Map<string, Set<string>>();
  for (const { path, body, headers, status } of await provider.calls()) {
    const card = String((body as { card?: unknown } | undefined)?.card);
    if (path !== '/payments' || !card.startsWith('card_quick_storm_') || (status ?? 200) >= 300) continue;
    keys.set(card, (keys.get(card) ?? new Set()).add(headers['idempotency-key'] ?? ''));
  }
  return new Map([...keys].map(([card, each]) => [card, each.size]));
}

/** The new entries at the account that asked, by key; a transfer's other half is for conservation to find. */
const ordersOf = ({ entries }: Truth): string[] =>
  entries
    .filter(({ reference }) => !reference.startsWith('old-'))
    .map(({ account, amount }) => ({ account, amount, order: Order.ofAmount(amount) }))
    .filter(
      ({ account, amount, order }) => account === order.account && amount > 0 === (order.kind === 'charge'),
    )
    .map(({ order }) => order.key);

const isOrder = ({ kind }: Attempt): boolean => (kinds as readonly string[]).includes(kind);

function moves(attempt: Attempt): [account: string, amount: number][] | undefined {
  if (!isOrder(attempt)) return undefined;
  const { account, to, amount } = attempt.sent as Sent;
  if (attempt.kind === 'charge') return [[String(account), amount]];
  return [
    [String(account), -amount],
    ...(to === undefined ? [] : [[String(to), amount] as [string, number]]),
  ];
}

const madeId = (operation: Operation): string | undefined =>
  isOrder(operation) ? (operation.got as string) : undefined;
const keyOf = (attempt: Attempt): string | undefined =>
  isOrder(attempt) ? attempt.idempotencyKey : undefined;

export default defineStorm<Truth>({
  actors: 3 * owners,
  operations: 400,
  timeoutMs: 6000,
  act,
  readBack,
  progress: { transfer: 20, charge: 20, refund: 10, balance: 20, statement: 10 },
  invariants: (truth) => [
    conserved('Money moves between accounts and cards, is neither made nor lost, and no account is below 0', {
      opening: accounts.map((account) => [String(account), balanceOf(account)]),
      moves,
      balances: [...truth.balances].map(([account, amount]) => [String(account), amount]),
      read: ({ kind, key, got }) => (kind === 'balance' ? [[key, got as number]] : undefined),
      floor: 0,
    }),
    exactlyOnce('A request with one key moves money once, however often it is sent', {
      attempt: keyOf,
      effects: ordersOf(truth),
      reply: madeId,
    }),
    noLostWrites('What was answered is in the ledger', {
      written: madeId,
      present: truth.entries.map(({ reference }) => reference),
    }),
    noPhantoms('What was refused is not in the ledger', { written: keyOf, present: ordersOf(truth) }),
    readYourWrites('Who moved money sees it in the next statement', {
      write: (operation) => {
        const id = madeId(operation);
        return id === undefined ? undefined : { key: id, element: id };
      },
      read: ({ kind, sent, got }) =>
        kind === 'statement'
          ? { key: (sent as { after: string }).after, elements: got as string[] }
          : undefined,
    }),
    aggregatesEqualDetails('A balance is the sum of its entries', {
      aggregates: accounts.map((account) => ({
        key: String(account),
        stated: truth.balances.get(account) ?? Number.NaN,
        details: truth.entries.filter((entry) => entry.account === account).map(({ amount }) => amount),
      })),
    }),
    aggregatesEqualDetails('The provider takes the money of a charge once', {
      aggregates: [...truth.payments].map(([card, payments]) => ({
        key: `payments of ${card}`,
        stated: payments,
        details: [1],
      })),
    }),
  ],
});
