import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { listen, loadOnce, openEngine, serve } from '../../test/support/load.ts';
import { defineLoad } from './kit/load.ts';
import type { LoadKind } from './kit/load.ts';

const ticker = defineLoad([
  {
    name: 'ticker',
    weight: 1,
    make: () => ({
      type: 'events',
      path: '/prices',
      count: 3,
      check: (events) =>
        events.map((each) => `${each.event}${each.id}:${each.data}`).join() === 'price1:1,price2:2,price3:3',
    }),
  },
]);
const event = (n: number): string => `event: price\nid: ${n}\ndata: ${n}\n\n`;

test('a stream of events takes until the last expected one', async () => {
  let ended = 0;
  const origin = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let n = 0;
    const timer = setInterval(() => response.write(event(++n)), 15);
    response.on('close', () => {
      ended++;
      clearInterval(timer);
    });
  });
  const window = await loadOnce(openEngine(origin, ticker), { rate: 40 });
  expect(window).toMatchObject({ good: window.scheduled, failures: {} });
  expect(Math.min(...window.latencies)).toBeGreaterThan(40);
  await expect.poll(() => ended).toBe(window.scheduled);
});

test('a stream that ends early, is none, or stops is told apart', async () => {
  let n = 0;
  const origin = await serve((_request, response) => {
    n++;
    if (n % 4 === 0) return response.writeHead(503).end();
    if (n % 4 === 1) return response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    return n % 4 === 2 ? response.end(event(1)) : response.write(event(1) + event(9));
  });
  const window = await loadOnce(openEngine(origin, ticker), { rate: 60, idleTimeoutMs: 150 });
  expect(window.good).toBe(0);
  expect(Object.keys(window.failures).toSorted()).toEqual(['refused', 'timeout', 'wrong']);
});

test('an endless event is cut off', async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = `data: ${'x'.repeat(500_000)}\n`;
    const push = (error?: Error | null): void => void (error || response.write(chunk, push));
    push();
  });
  const window = await loadOnce(openEngine(origin, ticker), { rate: 10 });
  expect(window.failures).toEqual({ 'too-large': window.scheduled });
});

const talk: readonly LoadKind[] = defineLoad([
  {
    name: 'talk',
    weight: 1,
    make: (random) => {
      const n = random.integer(1, 9);
      return {
        type: 'websocket',
        path: '/talk',
        headers: { 'X-User': 'u' },
        send: ['hello', { n }],
        count: 2,
        check: ([first, second]) => first === 'u hello' && second === `u {"n":${n}}`,
      };
    },
  },
]);

test('a WebSocket is opened, written to and read until the last expected message', async () => {
  const origin = await serveSockets((socket, request, text) => {
    socket.write(served(9, 'are you there'));
    setTimeout(() => socket.write(served(1, `${String(request.headers['x-user'])} ${text}`)), 10);
  });
  const window = await loadOnce(openEngine(origin, talk), { rate: 60 });
  expect(window).toMatchObject({ good: window.scheduled, failures: {} });
  expect(Math.min(...window.latencies)).toBeGreaterThan(9);
});

test.each([
  ['wrong', 'another message', (socket: Duplex) => socket.write(served(1, 'what?'))],
  ['wrong', 'an early end', (socket: Duplex) => socket.write(served(8, ''))],
  ['connection', 'a cut', (socket: Duplex) => socket.destroy()],
  ['garbage', 'no frame', (socket: Duplex) => socket.write(Buffer.from([0xff, 0xff]))],
  ['timeout', 'silence', () => {}],
])('a WebSocket fails as %s by %s', async (outcome, _what, answer) => {
  const origin = await serveSockets(answer);
  const window = await loadOnce(openEngine(origin, talk), { rate: 30, durationMs: 200, idleTimeoutMs: 150 });
  expect(window.failures).toEqual({ [outcome]: window.scheduled });
});

test('a service without WebSockets, or with a wrong key, has failed', async () => {
  let n = 0;
  const server = createServer((_request, response) => response.writeHead(500).end());
  server.on('upgrade', (_request, socket) => {
    const key = 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: nonsense\r\n\r\n';
    if (n++ % 2 === 0) socket.write(`HTTP/1.1 101 Switching Protocols\r\n${key}`);
    else socket.end('HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n');
  });
  const origin = await listen(server);
  const window = await loadOnce(openEngine(origin, talk), { rate: 40 });
  expect(Object.keys(window.failures).toSorted()).toEqual(['refused', 'wrong']);
});

/** A small WebSocket server; messages come in frames of fewer than 126 bytes. */
function serveSockets(
  onText: (socket: Duplex, request: IncomingMessage, text: string) => void,
): Promise<string> {
  const server = createServer();
  server.on('upgrade', (request, socket: Duplex) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
    socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'));
    let waiting = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length >= 6 && waiting.length >= 6 + (waiting[1]! & 0x7f)) {
        const length = waiting[1]! & 0x7f;
        const text = Buffer.from(
          waiting.subarray(6, 6 + length).map((byte, at) => byte ^ waiting[2 + (at % 4)]!),
        );
        if ((waiting[0]! & 0x0f) === 1) onText(socket, request, text.toString());
        waiting = waiting.subarray(6 + length);
      }
    });
  });
  return listen(server);
}

function served(opcode: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcode, text.length]), Buffer.from(text)]);
}
