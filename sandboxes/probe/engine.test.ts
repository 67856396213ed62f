import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { LoadPhase, WindowLine } from './observation.ts';
import { Engine } from './engine.ts';
import { defineLoad } from './kit/load.ts';

const kinds = defineLoad([
  {
    name: 'item',
    weight: 1,
    make: (random) => {
      const id = random.integer(1, 1000);
      return {
        method: 'GET',
        path: `/items/${id}`,
        check: (status, json) => status === 200 && (json as { id: number }).id === id,
      };
    },
  },
]);
const rightAnswer: RequestListener = (request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id: Number(request.url?.split('/').at(-1)) }));
};

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('an open phase sends what the seed planned and measures a known delay', async () => {
  const origin = await serve((request, response) => setTimeout(() => rightAnswer(request, response), 20));
  const [window] = await load(origin, { rate: 200, durationMs: 1000 });
  expect(window).toMatchObject({ scheduled: window?.sent, good: window?.scheduled, failures: {} });
  expect(window?.scheduled).toBeGreaterThan(150);
  const sorted = window!.latencies.toSorted((a, b) => a - b);
  expect(sorted[0]).toBeGreaterThanOrEqual(19);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(45);
});

test('a stall is felt by every request that was due meanwhile', async () => {
  let stalledUntil = 0;
  const origin = await serve((request, response) => {
    if (stalledUntil === 0) stalledUntil = Date.now() + 600;
    setTimeout(() => rightAnswer(request, response), Math.max(0, stalledUntil - Date.now()));
  });
  const [window] = await load(origin, { rate: 100, durationMs: 1000 });
  const slow = window!.latencies.filter((ms) => ms > 300);
  expect(window!.good).toBe(window!.scheduled);
  expect(slow.length).toBeGreaterThan(15);
});

test('a service that never answers costs every request, in bounded time', async () => {
  const origin = await serve(() => {});
  const startedAt = Date.now();
  const [window] = await load(origin, { rate: 50, durationMs: 500, timeoutMs: 300, drainMs: 200 });
  expect(Date.now() - startedAt).toBeLessThan(1500);
  expect(window!.good).toBe(0);
  expect(window!.failures['timeout']! + (window!.failures['unfinished'] ?? 0)).toBe(window!.scheduled);
});

test('a wrong answer, an overload answer and a fault are told apart', async () => {
  let n = 0;
  const origin = await serve((request, response) => {
    n++;
    if (n % 4 === 0) response.end('{"id":0}');
    else if (n % 4 === 1) response.writeHead(503).end();
    else if (n % 4 === 2) response.writeHead(500).end('{');
    else rightAnswer(request, response);
  });
  const [window] = await load(origin, { mode: 'closed', connections: 2, durationMs: 500 });
  expect(Object.keys(window!.failures).toSorted()).toEqual(['refused', 'server-error', 'wrong']);
  expect(window!.good).toBeGreaterThan(0);
});

test('an endless body is cut off and counted as a failure', async () => {
  const origin = await serve((_request, response) => {
    const chunk = Buffer.alloc(1_000_000);
    const push = (error?: Error | null): void => void (error || response.write(chunk, push));
    push();
  });
  const [window] = await load(origin, { rate: 10, durationMs: 500 });
  expect(window!.failures).toEqual({ 'too-large': window!.scheduled });
});

test('what is not HTTP at all is a failure', async () => {
  const origin = await serveTcp((socket) =>
    socket.once('data', () => socket.end('SSH-2.0-nonsense\r\n\r\n')),
  );
  const [window] = await load(origin, { rate: 20, durationMs: 500 });
  expect(window!.good).toBe(0);
  expect(window!.failures['garbage']).toBe(window!.scheduled);
});

test('a dead port is not hammered', async () => {
  const origin = await serve(rightAnswer);
  await closing.pop()?.();
  const [window] = await load(origin, { mode: 'closed', connections: 4, durationMs: 500 });
  expect(window!.failures['connection']).toBeGreaterThan(4);
  expect(window!.failures['connection']).toBeLessThan(100);
});

test('a closed phase keeps its connections busy until it is stopped', async () => {
  const origin = await serve((request, response) => setTimeout(() => rightAnswer(request, response), 20));
  const engine = open(origin);
  const running = engine.run(phase({ mode: 'closed', connections: 4, durationMs: 60_000 }));
  setTimeout(() => engine.stop('p'), 500);
  const [window, ...more] = await running;
  expect(more).toEqual([]);
  expect(window!.ms).toBeLessThan(900);
  expect(window!.good).toBeGreaterThan(30);
  expect(window!.good).toBeLessThanOrEqual((window!.ms / 20) * 4 + 4);
});

test('the same seed sends the same requests', async () => {
  const seen: string[][] = [];
  for (let run = 0; run < 2; run++) {
    const paths: string[] = [];
    const origin = await serve((request, response) => {
      paths.push(request.url ?? '');
      rightAnswer(request, response);
    });
    await load(origin, { rate: 100, durationMs: 300 });
    seen.push(paths.toSorted());
  }
  expect(seen[0]!.length).toBeGreaterThan(10);
  expect(seen[1]).toEqual(seen[0]);
});

async function load(origin: string, settings: Partial<LoadPhase>): Promise<WindowLine[]> {
  return open(origin).run(phase(settings));
}

function open(origin: string): Engine {
  const engine = new Engine(origin, kinds);
  closing.unshift(() => engine.close());
  return engine;
}

function phase(settings: Partial<LoadPhase>): LoadPhase {
  return {
    type: 'phase',
    id: 'p',
    mode: 'open',
    connections: 1,
    rate: 100,
    seed: 7,
    startAtMs: Date.now() + 20,
    durationMs: 1000,
    drainMs: 1000,
    timeoutMs: 5000,
    ...settings,
  };
}

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return listen(server);
}

async function serveTcp(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onSocket(socket);
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return listen(server);
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
