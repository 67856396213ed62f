import { expect, test } from 'vitest';
import { loadOnce, openEngine, serve } from '../../test/support/load.ts';
import { type Answer, defineLoad } from './kit/load.ts';
import { unpackSamples } from './samples.ts';

const idOf = (answer: Answer | undefined): unknown => (answer?.json as { id: unknown } | undefined)?.id;
const buying = defineLoad([
  {
    name: 'buy',
    weight: 1,
    steps: [
      () => ({ method: 'POST', path: '/carts', body: {}, check: (status) => status === 201 }),
      (random, [cart]) => ({
        method: 'PUT',
        path: `/carts/${String(idOf(cart))}`,
        body: { item: random.integer(1, 9) },
        thinkMs: 30,
        check: (status) => status === 200,
      }),
      (_random, [cart]) => ({
        method: 'GET',
        path: `/carts/${String(idOf(cart))}`,
        check: (status, json) => status === 200 && (json as { id: unknown }).id === idOf(cart),
      }),
    ],
  },
]);

test('later requests use what came back, and each counts by itself', async () => {
  const seen: string[] = [];
  let carts = 0;
  const origin = await serve((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const id = request.method === 'POST' ? ++carts : Number(request.url?.split('/').at(-1));
    response.writeHead(request.method === 'POST' ? 201 : 200).end(JSON.stringify({ id }));
  });
  const window = await loadOnce(openEngine(origin, buying), { rate: 50, durationMs: 600 });
  expect(carts).toBeGreaterThan(15);
  expect(window).toMatchObject({
    scheduled: seen.length,
    sent: seen.length,
    good: seen.length,
    failures: {},
  });
  expect(seen.filter((each) => each === 'GET /carts/1')).toHaveLength(1);
  const [post, put] = ['POST /carts', 'PUT /carts/1'].map((each) => seen.indexOf(each));
  expect(put).toBeGreaterThan(post!);
  // The pause is the visitor's, not the service's.
  expect(Math.min(...window.latencies.slice(0, 20))).toBeLessThan(25);
});

test('what a wrong answer makes impossible has failed too', async () => {
  const origin = await serve((request, response) =>
    response.writeHead(request.method === 'POST' ? 201 : 500).end('{"id":1}'),
  );
  const window = await loadOnce(openEngine(origin, buying), { rate: 50, durationMs: 500 });
  const visits = unpackSamples(window.samples).filter((each) => each.outcome === 'good').length;
  const { 'server-error': wrong, skipped } = window.failures;
  expect(wrong).toBeGreaterThan(5);
  expect(skipped).toBe(wrong);
  expect(window.scheduled).toBe(visits + wrong! + skipped!);
});

test('an answer that would make the next request another one is wrong', async () => {
  const paths = new Set<string>();
  const origin = await serve((request, response) => {
    paths.add(`${request.method} ${request.url}`);
    response.writeHead(201).end(JSON.stringify({ id: '1 HTTP/1.1\r\nx: y\r\n\r\nDELETE /all' }));
  });
  const window = await loadOnce(openEngine(origin, buying), { rate: 50 });
  expect([...paths]).toEqual(['POST /carts']);
  expect(window.failures).toEqual({ wrong: window.good, skipped: window.good });
});

test('in a closed phase each connection goes through one scenario after the other', async () => {
  let carts = 0;
  const order: string[] = [];
  const origin = await serve((request, response) => {
    order.push(request.method ?? '');
    const id = request.method === 'POST' ? ++carts : Number(request.url?.split('/').at(-1));
    response.writeHead(request.method === 'POST' ? 201 : 200).end(JSON.stringify({ id }));
  });
  await loadOnce(openEngine(origin, buying), { mode: 'closed', connections: 1 });
  expect(order.slice(0, 6)).toEqual(['POST', 'PUT', 'GET', 'POST', 'PUT', 'GET']);
});
