import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import { loadOnce, openEngine, phase, serve, serveBytes } from '../../test/support/load.ts';
import { defineLoad } from './kit/load.ts';
import type { Engine } from './engine.ts';
import { randomOver, uniform } from './random.ts';
import { unpackSamples } from './samples.ts';
import { PoolTransport } from './wire/pool.ts';
import { SocketTransport } from './wire/sockets.ts';

const kinds = defineLoad([
  {
    name: 'item',
    weight: 1,
    make: (random) => {
      const id = random.integer(1, 1000);
      return {
        method: 'POST',
        path: `/items/${id}`,
        headers: { 'X-Customer': 'c1' },
        body: { name: 'größe' },
        check: (status, json, headers) =>
          status === 200 &&
          headers.get('x-answer') === 'yes' &&
          (json as { id: number; name: string }).id === id &&
          (json as { id: number; name: string }).name === 'größe',
      };
    },
  },
]);

const echo: RequestListener = (request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => (body += text));
  request.on('end', () => {
    const id = request.headers['x-customer'] === 'c1' ? Number(request.url?.split('/').at(-1)) : 0;
    response.setHeader('X-Answer', 'yes');
    response.end(JSON.stringify({ id, ...(JSON.parse(body) as object) }));
  });
};

const transports = {
  sockets: (origin: string) => new SocketTransport(origin),
  pool: (origin: string) => new PoolTransport(origin),
};

describe.each(Object.entries(transports))('over %s', (_name, transport) => {
  const open = (origin: string): Engine => openEngine(origin, kinds, transport(origin));

  test('an open phase sends what the seed planned and measures a known delay', async () => {
    const origin = await serve((request, response) => setTimeout(() => echo(request, response), 20));
    const window = await loadOnce(open(origin), { rate: 200, durationMs: 800 });
    expect(window).toMatchObject({ scheduled: window.sent, good: window.scheduled, failures: {} });
    expect(window.scheduled).toBeGreaterThan(100);
    const sorted = window.latencies.toSorted((a, b) => a - b);
    expect(sorted[0]).toBeGreaterThanOrEqual(19);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(150);
    const samples = unpackSamples(window.samples);
    expect(samples).toHaveLength(window.scheduled);
    expect(samples.every((each) => each.outcome === 'good' && each.tookMs >= 19 && each.kind === 0)).toBe(
      true,
    );
  });

  test('a stall is felt by every request that was due meanwhile', async () => {
    let stalledUntil = 0;
    const origin = await serve((request, response) => {
      if (stalledUntil === 0) stalledUntil = Date.now() + 600;
      setTimeout(() => echo(request, response), Math.max(0, stalledUntil - Date.now()));
    });
    const window = await loadOnce(open(origin), { durationMs: 800 });
    expect(window.good).toBe(window.scheduled);
    expect(window.latencies.filter((ms) => ms > 300).length).toBeGreaterThan(15);
  });

  test('a service that never answers costs every request, in bounded time', async () => {
    const origin = await serve(() => {});
    const startedAt = Date.now();
    const window = await loadOnce(open(origin), { rate: 50, timeoutMs: 200, drainMs: 100 });
    expect(Date.now() - startedAt).toBeLessThan(1500);
    expect(window.good).toBe(0);
    expect(window.failures['timeout']! + (window.failures['unfinished'] ?? 0)).toBe(window.scheduled);
  });

  test('a wrong answer, an overload answer and a fault are told apart', async () => {
    let n = 0;
    const origin = await serve((request, response) => {
      n++;
      if (n % 4 === 0) response.end('{"id":0}');
      else if (n % 4 === 1) response.writeHead(503).end();
      else if (n % 4 === 2) response.writeHead(500).end('{');
      else echo(request, response);
    });
    const window = await loadOnce(open(origin), { mode: 'closed', connections: 2, durationMs: 400 });
    expect(Object.keys(window.failures).toSorted()).toEqual(['refused', 'server-error', 'wrong']);
    expect(window.good).toBeGreaterThan(0);
  });

  test('an honest answer with something missing is a failure, and no wrong answer', async () => {
    const origin = await serve((_request, response) => void response.end('{"id":0}'));
    const honest = defineLoad([
      { name: 'half', weight: 1, make: () => ({ method: 'GET', path: '/', check: () => 'incomplete' }) },
    ]);
    const engine = openEngine(origin, honest, transport(origin));
    const window = await loadOnce(engine, { mode: 'closed', connections: 1, durationMs: 100 });
    expect(window).toMatchObject({ good: 0, failures: { incomplete: window.scheduled } });
    expect(unpackSamples(window.samples)[0]?.outcome).toBe('incomplete');
  });

  test('an endless body is cut off and counted as a failure', async () => {
    const origin = await serve((_request, response) => {
      const chunk = Buffer.alloc(1_000_000);
      const push = (error?: Error | null): void => void (error || response.write(chunk, push));
      push();
    });
    const window = await loadOnce(open(origin), { rate: 10 });
    expect(window.failures).toEqual({ 'too-large': window.scheduled });
  });

  test('what is not HTTP is a failure of its own kind', async () => {
    const origin = await serveBytes((socket) => socket.end('SSH-2.0-nonsense\r\n\r\n'));
    const window = await loadOnce(open(origin), { rate: 30 });
    expect(window.failures).toEqual({ garbage: window.scheduled });
  });

  test('a header without end is cut off', async () => {
    const origin = await serveBytes((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const push = (error?: Error | null): void =>
        void (error || socket.write(`a: ${'b'.repeat(5000)}\r\n`, push));
      push();
    });
    const window = await loadOnce(open(origin), { rate: 30 });
    expect(window.failures).toEqual({ 'too-large': window.scheduled });
  });

  test('a connection that is closed instead of an answer, or within it, is a failure', async () => {
    let n = 0;
    const cut = 'HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"id":';
    const origin = await serveBytes((socket) => (n++ % 2 === 0 ? socket.end(cut) : socket.resetAndDestroy()));
    const window = await loadOnce(open(origin), { rate: 50 });
    expect(window.failures).toEqual({ connection: window.scheduled });
  });

  test('an answer that stands still, or drips its header, is given up before its time', async () => {
    let n = 0;
    const origin = await serveBytes((socket) => {
      if (n++ % 2 === 0) return socket.write('HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"id":');
      socket.write('HTTP/1.1 200 OK\r\na: ');
      const drip = setInterval(() => socket.write('b'), 50);
      return socket.on('close', () => clearInterval(drip));
    });
    const startedAt = Date.now();
    const limits = { timeoutMs: 9000, drainMs: 9000, headTimeoutMs: 200, idleTimeoutMs: 100 };
    const window = await loadOnce(open(origin), { rate: 50, ...limits });
    expect(window.failures).toEqual({ timeout: window.scheduled });
    expect(Date.now() - startedAt).toBeLessThan(4000);
  });

  test('whatever bytes come, every request ends and nothing stays open', async () => {
    const pieces = [
      'HTTP/1.1 200 OK\r\n',
      'content-length: 5\r\n',
      'transfer-encoding: chunked\r\n',
      '\r\n',
      '5\r\n',
      '\0',
    ];
    const random = randomOver(uniform(1));
    let connections = 0;
    const origin = await serveBytes(
      (socket) => {
        for (let count = random.integer(0, 8); count > 0; count--) socket.write(random.pick(pieces));
        if (random.integer(0, 1) === 0) socket.end();
      },
      (change) => (connections += change),
    );
    const engine = openEngine(origin, kinds, transport(origin));
    const window = await loadOnce(engine, { rate: 300, timeoutMs: 200, drainMs: 300 });
    expect(window.scheduled).toBeGreaterThan(50);
    expect(window.good).toBe(0);
    expect(Object.values(window.failures).reduce((sum, count) => sum + count, 0)).toBe(window.scheduled);
    await engine.close();
    await expect.poll(() => connections).toBe(0);
  });

  test('no redirect is followed and nothing is unpacked', async () => {
    const paths = new Set<string>();
    const origin = await serve((request, response) => {
      paths.add(request.url?.split('/')[1] ?? '');
      response.writeHead(302, { location: '/elsewhere', 'content-encoding': 'gzip' }).end('not gzip');
    });
    const window = await loadOnce(open(origin), { rate: 30 });
    expect(window.failures).toEqual({ wrong: window.scheduled });
    expect([...paths]).toEqual(['items']);
  });

  test('a dead port is not hammered', async () => {
    const origin = `http://127.0.0.1:${await freePort()}`;
    const window = await loadOnce(open(origin), { mode: 'closed', connections: 4 });
    expect(window.failures['connection']).toBeGreaterThan(4);
    expect(window.failures['connection']).toBeLessThan(60);
  });

  test('a closed phase keeps its connections busy until it is stopped', async () => {
    const origin = await serve((request, response) => setTimeout(() => echo(request, response), 20));
    const engine = open(origin);
    const running = engine.run(phase({ mode: 'closed', connections: 4, durationMs: 60_000 }));
    setTimeout(() => engine.stop('p'), 400);
    const [window, ...more] = await running;
    expect(more).toEqual([]);
    expect(window!.ms).toBeLessThan(900);
    expect(window!.good).toBeGreaterThan(20);
    expect(window!.good).toBeLessThanOrEqual((window!.ms / 20) * 4 + 4);
  });

  // A stall of the machine has more requests due at once than connections there are.
  test('connections are kept, or fresh for the share that was asked for', { retry: 1 }, async () => {
    const connections = new Set<unknown>();
    let asked = 0;
    let closed = 0;
    const origin = await serve((request, response) => {
      asked++;
      connections.add(request.socket);
      if (request.headers.connection === 'close') closed++;
      echo(request, response);
    });
    const engine = open(origin);
    const kept = await loadOnce(engine, { rate: 200 });
    expect(kept.good).toBe(kept.scheduled);
    expect(connections.size).toBeLessThan(kept.good / 3);
    connections.clear();
    asked = 0;
    const half = await loadOnce(engine, { rate: 400, freshShare: 0.5 });
    expect(half.good).toBe(half.scheduled);
    expect(closed).toBeGreaterThan(asked * 0.3);
    expect(closed).toBeLessThan(asked * 0.7);
    expect(connections.size).toBeGreaterThanOrEqual(closed);
  });

  test('the same seed sends the same requests', async () => {
    const seen: string[][] = [];
    for (let run = 0; run < 2; run++) {
      const paths: string[] = [];
      const origin = await serve((request, response) => {
        paths.push(request.url ?? '');
        echo(request, response);
      });
      await loadOnce(open(origin), { rate: 100 });
      seen.push(paths.toSorted());
    }
    expect(seen[0]!.length).toBeGreaterThan(10);
    expect(seen[1]).toEqual(seen[0]);
  });
});

test('a request that cannot be sent is the author’s mistake, not the service’s', async () => {
  const origin = await serve(echo);
  const bad = defineLoad([
    { name: 'bad', weight: 1, make: () => ({ method: 'GET', path: '/a b', check: () => true }) },
  ]);
  await expect(loadOnce(openEngine(origin, bad), {})).rejects.toThrow('Not a path');
});
