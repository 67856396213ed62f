// A storm for the shop, as an author would write it.
import {
  aggregatesEqualDetails,
  boundedStaleness,
  compareAndSet,
  conserved,
  exactlyOnce,
  monotonicReads,
  noLostWrites,
  noOversell,
  noPhantoms,
  orderPerKey,
  readYourWrites,
} from 'proofload/invariants';
import {
  type Actor,
  type Answer,
  type Attempt,
  defineStorm,
  list,
  type Operation,
  text,
  whole,
} from 'proofload/storm';
import { accounts, openingBalance, stockOf } from './shop.ts';

const products = ['cup', 'pot'];
const rooms = ['red', 'blue'];
const notes = ['north', 'south'];

const tokenOf = ({ kind, idempotencyKey }: Attempt) => (kind === 'order' ? idempotencyKey : undefined);
const versionOf = (kind: string) => (operation: Operation) =>
  operation.kind === kind ? { key: operation.key, version: operation.got as number } : undefined;
const versions = { write: versionOf('edit'), read: versionOf('look') };

/** Everybody orders at once, and twice, as a nervous client would. */
async function order(actor: Actor): Promise<void> {
  await actor.meet();
  const product = actor.random.pick(products);
  const token = `${actor.number}-${actor.random.integer(1, 1e9)}`;
  const action = {
    kind: 'order',
    key: product,
    method: 'POST' as const,
    path: '/orders',
    headers: { 'idempotency-key': token },
    body: { product },
    idempotencyKey: token,
    refusals: [409],
    read: ({ json }: Answer) => ({ place: whole(json?.place, 'place') }),
  };
  await Promise.all([actor.do(action), actor.do(action)]);
}

async function transfer(actor: Actor): Promise<void> {
  const from = actor.random.pick(accounts);
  const to = actor.random.pick(accounts.filter((account) => account !== from));
  const body = { from, to, amount: actor.random.integer(1, 40) };
  await actor.do({ kind: 'transfer', key: from, method: 'POST', path: '/transfers', body, refusals: [422] });
  await actor.do({ kind: 'balances', key: 'all', method: 'GET', path: '/accounts', read: balancesIn });
}

async function edit(actor: Actor): Promise<void> {
  const key = actor.random.pick(notes);
  const path = `/notes/${key}`;
  const read = ({ json }: Answer) => whole(json?.version, 'version');
  const { got: version = 0 } = await actor.do({ kind: 'look', key, method: 'GET', path, read });
  await actor.do({ kind: 'edit', key, method: 'PUT', path, body: { version }, refusals: [412], read });
  await actor.do({ kind: 'look', key, method: 'GET', path, read });
}

async function say(actor: Actor): Promise<void> {
  const key = actor.random.pick(rooms);
  const body = { text: `${actor.number}-${actor.random.integer(1, 1e9)}` };
  await actor.do({ kind: 'say', key, method: 'POST', path: `/messages/${key}`, body });
  await actor.do({ kind: 'listen', key, method: 'GET', path: `/messages/${key}`, read: messagesIn });
}

const balancesIn = ({ json }: Answer) =>
  accounts.map((account) => [account, whole(json?.[account], account)] as const);
const messagesIn = ({ json }: Answer) => ({
  count: whole(json?.count, 'count'),
  items: list(json?.items, 'items', (item) => text(item, 'message')),
});
const ordersIn = ({ json }: Answer) =>
  list(json?.items, 'items', ({ token, product }) => ({
    token: text(token, 'token'),
    product: text(product, 'product'),
  }));

export default defineStorm({
  actors: 12,
  operations: 40,
  timeoutMs: 2000,
  act: async (actor) => {
    for (;;) {
      await order(actor);
      await actor.random.pick([transfer, edit, say])(actor);
    }
  },
  readBack: async (reader) => {
    const inRoom = async (room: string) => {
      const path = `/messages/${room}`;
      const { count, items } = await reader.read({
        kind: 'listen',
        key: room,
        method: 'GET',
        path,
        read: messagesIn,
      });
      return { room, count, items };
    };
    return {
      orders: await reader.read({
        kind: 'orders',
        key: 'all',
        method: 'GET',
        path: '/orders',
        read: ordersIn,
      }),
      balances: await reader.read({
        kind: 'balances',
        key: 'all',
        method: 'GET',
        path: '/accounts',
        read: balancesIn,
      }),
      rooms: await Promise.all(rooms.map(inRoom)),
    };
  },
  progress: { order: stockOf, transfer: 10, balances: 10, edit: 5, look: 20, say: 10, listen: 10 },
  invariants: ({ orders, balances, rooms: logs }) => [
    noLostWrites('Every confirmed order exists', {
      written: tokenOf,
      present: orders.map(({ token }) => token),
    }),
    noPhantoms('Only what was ordered exists', {
      written: tokenOf,
      present: orders.map(({ token }) => token),
    }),
    exactlyOnce('An order sent twice is one order', {
      attempt: tokenOf,
      effects: orders.map(({ token }) => token),
      reply: ({ kind, got }) => (kind === 'order' ? got : undefined),
    }),
    noOversell('No more is sold than there is', {
      capacity: products.map((product) => [product, stockOf] as const),
      sale: ({ kind, key }) => (kind === 'order' ? [key, 1] : undefined),
      sold: orders.map(({ product }) => [product, 1] as const),
    }),
    conserved('Transfers neither make nor lose money', {
      opening: accounts.map((account) => [account, openingBalance] as const),
      moves: ({ kind, sent }) =>
        kind === 'transfer'
          ? [
              [sent.from, -sent.amount],
              [sent.to, sent.amount],
            ]
          : undefined,
      balances: balances,
      snapshot: ({ kind, got }) => (kind === 'balances' ? got : undefined),
      floor: 0,
    }),
    compareAndSet('Of two who edit the same version one wins', {
      swap: ({ kind, key, sent }) => (kind === 'edit' ? [key, sent.version] : undefined),
    }),
    readYourWrites('Who edits a note sees the edit', versions),
    monotonicReads('A note never goes back', versions),
    boundedStaleness('A note is at most 20 ms old', { ...versions, withinMs: 20 }),
    orderPerKey('Messages stay in the order they were sent', {
      written: ({ kind, key, sent }) => (kind === 'say' ? [key, sent.text] : undefined),
      logs: logs.map(({ room, items }) => [room, items] as const),
      shown: ({ kind, key, got }) => (kind === 'listen' ? [key, got.items] : undefined),
    }),
    aggregatesEqualDetails('A room counts its messages right', {
      aggregates: logs.map(({ room, count, items }) => ({
        key: room,
        stated: count,
        details: items.map(() => 1),
      })),
    }),
  ],
});
