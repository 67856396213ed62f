import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import shopStorm from '../../../test/support/shop-storm.ts';
import { type Fault, openShop } from '../../../test/support/shop.ts';
import { exactlyOnce } from '../kit/invariants.ts';
import { type Actor, type Answer, defineStorm, list, type StormDefinition, text } from '../kit/storm.ts';
import { InvariantLine } from '../observation.ts';
import { StormOver } from './actor.ts';
import { lineOf } from './report.ts';
import { Storm } from './storm.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function storm(fault: Fault | undefined, seed: number) {
  const shop = await openShop(fault);
  const run = new Storm(shopStorm, shop.origin, seed);
  closing.push(() => run.close(), shop.close);
  const acted = await run.act(20_000);
  return { acted, ...(await run.readBack(undefined, fault === 'refuses-everything' ? 300 : 5000)) };
}

describe('a storm over a right service', () => {
  test.each([1, 2, 3])('finds nothing, and every invariant had something to find (seed %i)', async (seed) => {
    const { lines, acted } = await storm(undefined, seed);
    expect(lines.flatMap(({ examples }) => examples)).toEqual([]);
    expect(lines.filter(({ checked }) => checked === 0)).toEqual([]);
    expect(lines).toHaveLength(12);
    expect(acted.operations['order']?.rejected).toBeGreaterThan(0);
  });

  test.each([4, 5])(
    'finds nothing where connections are cut before and after the effect (seed %i)',
    async (seed) => {
      const { lines, acted } = await storm('cuts-connections', seed);
      expect(acted.operations['order']?.unknown).toBeGreaterThan(5);
      expect(lines.flatMap(({ examples }) => examples)).toEqual([]);
    },
  );
});

const faults: [Fault, rule: string][] = [
  ['loses-orders', 'no-lost-writes'],
  ['keeps-refused-orders', 'no-phantoms'],
  ['orders-twice', 'exactly-once'],
  ['oversells', 'no-oversell'],
  ['makes-money', 'conserved'],
  ['both-editors-win', 'compare-and-set'],
  ['late-replica', 'read-your-writes'],
  ['old-replica', 'monotonic-reads'],
  ['shows-old-notes', 'bounded-staleness'],
  ['reorders-messages', 'order-per-key'],
  ['miscounts-messages', 'aggregates-equal-details'],
  ['refuses-everything', 'progress'],
];

describe('a storm finds the service that', () => {
  test.each(faults)('%s: %s is broken', async (fault, rule) => {
    const { lines } = await storm(fault, 6);
    const found = lines.find((line) => line.rule === rule);
    expect(found?.violations).toBeGreaterThan(0);
    expect(found?.examples[0]?.expected).toMatch(/\w/);
    for (const line of lines) expect(Value.Check(InvariantLine, line)).toBe(true);
  });
});

describe('whatever the service answers', () => {
  const notes = defineStorm({
    actors: 2,
    operations: 2,
    timeoutMs: 200,
    act: async (actor) => {
      for (;;) await actor.do({ kind: 'note', key: 'a', method: 'POST', path: '/', read: noteIn });
    },
    readBack: (reader) => reader.read({ kind: 'notes', key: 'all', method: 'GET', path: '/', read: noteIn }),
    progress: { note: 1 },
    invariants: () => [],
  });
  const answers: [what: string, listener: RequestListener, answer: RegExp][] = [
    ['nothing', () => {}, /no whole answer within 200 ms/],
    ['half of it', (_, response) => void response.writeHead(200).write('{'), /no whole answer within 200 ms/],
    ['a server error', (_, response) => void response.writeHead(500).end(), /^500$/],
    ['another address', (_, response) => void response.writeHead(302, { location: '/' }).end(), /^302$/],
    ['no note', (_, response) => void response.end('{"note":7}'), /^200, but note is not a string$/],
    ['too deep', (_, response) => void response.end(nested), /nested deeper than 50 levels/],
    ['null', (_, response) => void response.end('null'), /^200, but Cannot read/],
    ['a cut connection', (request) => void request.socket.destroy(), /the connection failed/],
    ['no HTTP', ({ socket }) => void socket.end('SSH-2.0\r\n\r\n'), /the connection failed/],
    ['without end', (_, response) => pour(response), /larger than 4000000 bytes|no whole answer/],
  ];

  test.each(answers)('%s: its outcome is unknown', async (_what, listener, answer) => {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const run = new Storm(notes, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, 1);
    closing.push(
      () => run.close(),
      () => (server.closeAllConnections(), server.close()),
    );
    const { operations } = await run.act(5000);
    expect(operations).toEqual({ note: { ok: 0, rejected: 0, unknown: 4 } });
    const { unreadable, lines } = await run.readBack(undefined, 100);
    expect(unreadable).toMatch(/^GET \//);
    expect(lines[0]?.examples[0]?.operations[0]?.answer).toMatch(answer);
  });
});

describe('the author is told', () => {
  const right = { actors: 1, operations: 1, progress: { look: 0 }, invariants: () => [] };
  const look = { kind: 'look', key: 'a', method: 'GET' as const, path: '/orders' };
  const define = (changes: Partial<StormDefinition<void>>) =>
    defineStorm<void>({ ...right, act: async () => {}, readBack: async () => {}, ...changes });

  test('of numbers out of range', () => {
    expect(() => define({ actors: 65 })).toThrow('actors must be a whole number from 1 to 64, not 65');
    expect(() => define({ operations: 0 })).toThrow(/operations must be/);
    expect(() => define({ progress: { look: 2 } })).toThrow(
      'progress of look must be a whole number from 0 to 1',
    );
  });

  test('of a kind without progress, of an error in an actor, and of one that never ends', async () => {
    const { origin, close } = await openShop();
    closing.push(close);
    const run = (changes: Partial<StormDefinition<void>>) => {
      const started = new Storm(define(changes), origin, 1);
      closing.push(() => started.close());
      return started.act(100);
    };
    const stray = { act: (actor: Actor) => actor.do({ ...look, kind: 'peek' }).then(() => {}) };
    await expect(run(stray)).rejects.toThrow('progress does not say how many times "peek" must succeed');
    await expect(run({ act: () => Promise.reject(new Error('oh')) })).rejects.toThrow('oh');
    const stuck = { timeoutMs: 100, act: () => new Promise<void>(() => {}) };
    await expect(run(stuck)).rejects.toThrow(/did not come to its end/);
  });
});

test('actors meet, also when some have come to their end', async () => {
  const { origin, close } = await openShop();
  const order: number[] = [];
  const run = new Storm(
    defineStorm({
      actors: 3,
      operations: 1,
      act: async (actor) => {
        if (actor.number === 2) return;
        await actor.pause(actor.number * 50);
        order.push(actor.number);
        await actor.meet();
        order.push(actor.number);
        await actor.meet();
      },
      readBack: async () => {},
      progress: {},
      invariants: () => [],
    }),
    origin,
    1,
  );
  closing.push(() => run.close(), close);
  await run.act(5000);
  expect(order.slice(0, 2)).toEqual([0, 1]);
  expect(new Set(order.slice(2))).toEqual(new Set([0, 1]));
});

test('what the service says can be kept and shown, whatever it holds', () => {
  const nasty = `a\u0000b\u001b[31m${'\u{1f600}'.repeat(200)}`;
  const invariant = { rule: 'r', title: 't', check: () => ({ checked: 1, violations: [] }) };
  const violation = { key: nasty, expected: nasty, seen: nasty, operations: [] };
  const [example] = lineOf(invariant, { checked: 1, violations: [violation] }).examples;
  expect(example?.key).toMatch(/^a.b.\[31m/u);
  expect(example?.key.isWellFormed()).toBe(true);
  expect(JSON.stringify(example)).not.toMatch(/\\u/);
});

test('what the platform knows from outside the service is held against it too', async () => {
  const { origin, close } = await openShop();
  const run = new Storm(
    defineStorm({
      actors: 1,
      operations: 2,
      act: async (actor) => {
        const pay = {
          kind: 'pay',
          key: 'a',
          method: 'GET' as const,
          path: '/orders',
          idempotencyKey: 'pay-1',
        };
        for (;;) await actor.do(pay);
      },
      readBack: async ({ facts }) => list(facts, 'charges', (charge) => text(charge, 'charge')),
      progress: { pay: 2 },
      invariants: (effects) => [
        exactlyOnce('A card is charged once', { attempt: ({ idempotencyKey }) => idempotencyKey, effects }),
      ],
    }),
    origin,
    1,
  );
  closing.push(() => run.close(), close);
  await run.act(5000);
  const { lines } = await run.readBack(['pay-1', 'pay-1'], 1000);
  expect(lines[1]?.examples[0]).toMatchObject({ key: 'pay-1', seen: 'there are 2 effects at the end' });
});

test('the same seed does the same', async () => {
  const sent = await Promise.all([1, 1, 2].map((seed) => firstOrders(seed)));
  expect(sent[0]).toHaveLength(12);
  expect(sent[1]).toEqual(sent[0]);
  expect(sent[2]).not.toEqual(sent[0]);
});

/** What every actor's first order was for. */
async function firstOrders(seed: number): Promise<string[]> {
  const tokens: string[] = [];
  const act = (actor: Actor) => {
    const first: Actor = {
      number: actor.number,
      random: actor.random,
      meet: async () => {},
      pause: async () => {},
      do: (action) => {
        tokens.push(action.idempotencyKey ?? '');
        return Promise.reject(new StormOver());
      },
    };
    return shopStorm.act(first);
  };
  const run = new Storm({ ...shopStorm, act }, 'http://127.0.0.1:1', seed);
  closing.push(() => run.close());
  await run.act(5000);
  return [...new Set(tokens)].toSorted();
}

const noteIn = ({ json }: Answer) => (json.deep ? json.deep : text(json.note, 'note')) as unknown;
const nested = `{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(1_000_000);
  const push = (error?: Error | null): void => void (error || response.write(chunk, push));
  push();
}
