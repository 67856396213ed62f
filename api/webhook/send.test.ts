import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Targets } from './address.ts';
import { type Resolve, Sender } from './send.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function receiver(answer: RequestListener): Promise<{ port: number; asked: () => number }> {
  let asked = 0;
  const server: Server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => server.close().closeAllConnections() });
  return { port: (server.address() as AddressInfo).port, asked: () => asked };
}

function send(url: string, targets: Targets, timeoutMs = 5000, resolve?: Resolve) {
  const sender = new Sender(targets, timeoutMs, resolve);
  open.push(sender);
  return sender.send(
    { url, headers: { 'content-type': 'application/json' }, body: '{}' },
    new AbortController().signal,
  );
}

test('the status and no more than a kilobyte of the answer are kept', async () => {
  const { port } = await receiver((_, response) => response.writeHead(201).end('y'.repeat(100_000)));
  const sent = await send(`http://127.0.0.1:${port}/hook`, 'loopback');
  expect(sent).toMatchObject({ status: 201, problem: null, retryAfterMs: 0, answer: 'y'.repeat(1024) });
});

test('an answer without an end costs no more than its first kilobyte', async () => {
  const { port } = await receiver((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 'z')));
    };
    response.on('drain', more);
    more();
  });
  const sent = await send(`http://127.0.0.1:${port}/hook`, 'loopback');
  expect(sent).toMatchObject({ status: 200, answer: 'z'.repeat(1024) });
});

test('a redirect is an answer like any other; nobody follows it', async () => {
  const inside = await receiver((_, response) => response.end());
  const { port } = await receiver((_, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end(),
  );
  expect((await send(`http://127.0.0.1:${port}/hook`, 'loopback')).status).toBe(302);
  expect(inside.asked()).toBe(0);
});

test('who says nothing is waited for no longer than agreed', async () => {
  const { port } = await receiver(() => undefined);
  const sent = await send(`http://127.0.0.1:${port}/hook`, 'loopback', 200);
  expect(sent).toMatchObject({ status: null, problem: 'No answer within 0.2 s' });
});

test('who asks for patience is heard', async () => {
  const { port } = await receiver((_, response) => response.writeHead(503, { 'retry-after': '120' }).end());
  expect(await send(`http://127.0.0.1:${port}/hook`, 'loopback')).toMatchObject({ retryAfterMs: 120_000 });
});

test.each<[string, Targets]>([
  ['http://127.0.0.1:PORT/', 'public'],
  ['http://localhost:PORT/', 'private'],
  ['https://127.0.0.1:PORT/', 'public'],
  ['https://[::ffff:127.0.0.1]:PORT/', 'private'],
])('%s is not even connected to when %s is allowed', async (url, targets) => {
  const { port, asked } = await receiver((_, response) => response.end());
  const sent = await send(url.replace('PORT', String(port)), targets);
  expect(sent).toMatchObject({ status: null, problem: expect.stringContaining('private network') as string });
  expect(asked()).toBe(0);
});

/** A name that leads to another place each time it is asked for. */
function turning(...places: string[][]): { resolve: Resolve; looks: () => number } {
  let looks = 0;
  const resolve = (_: string, __: object, callback: (error: null, found: object[]) => void) => {
    const found = places[Math.min(looks, places.length - 1)]!;
    looks += 1;
    callback(
      null,
      found.map((address) => ({ address, family: 4 })),
    );
  };
  return { resolve: resolve as unknown as Resolve, looks: () => looks };
}

test('a name is looked up once for each connection: what was checked is what is connected to', async () => {
  const { port, asked } = await receiver((_, response) => response.end());
  const { resolve, looks } = turning(['127.0.0.1'], ['10.0.0.1']);
  const sender = new Sender('loopback', 5000, resolve);
  open.push(sender);
  const message = { url: `http://turns.example:${port}/`, headers: {}, body: '{}' };
  const { signal } = new AbortController();
  expect((await sender.send(message, signal)).status).toBe(200);
  expect([looks(), asked()]).toEqual([1, 1]);
  expect((await sender.send(message, signal)).problem).toContain('private network');
  expect([looks(), asked()]).toEqual([2, 1]);
});

test('of the places a name leads to, those inside are left out', async () => {
  const { port, asked } = await receiver((_, response) => response.end());
  const { resolve } = turning(['192.168.0.1', '127.0.0.1']);
  const inside = await send(`https://both.example:${port}/`, 'public', 5000, resolve);
  expect(inside.problem).toContain('private network');
  expect(asked()).toBe(0);
  expect((await send(`http://both.example:${port}/`, 'loopback', 5000, resolve)).status).toBe(200);
});
