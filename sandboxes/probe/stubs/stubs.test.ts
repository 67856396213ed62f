// Third parties on this machine's loopback, asked as a candidate's service would and told what to do as a check would.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Stub, StubControl } from '../kit/stub.ts';
import { openControl } from './control.ts';
import { loadStubs } from './load.ts';
import { ThirdParty } from './third-party.ts';

let folder: string;
let stub: (name: string) => StubControl;
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stubs-'));
  process.env['PROOFLOAD_STUBS'] = join(folder, 'control.sock');
  ({ stub } = await import('../kit/stub.ts'));
  return () => rm(folder, { recursive: true });
});

const charges: Stub = {
  port: 0,
  answer: ({ method, path, query, body }, self) => {
    if (path === '/broken') throw new Error('an oversight');
    const url = query['notify'];
    if (url !== undefined) self.notify({ url, headers: { 'x-signature': 'abc' }, body: { charge: 1 } });
    return { status: method === 'POST' ? 201 : 200, headers: { 'x-from': 'bank' }, body: { path, body } };
  },
};

let address: string;
let bank: StubControl;
beforeEach(async () => {
  const party = new ThirdParty('bank', charges);
  const server = await party.listen();
  servers.push(server, await openControl([party], join(folder, 'control.sock')));
  address = origin(server);
  bank = stub('bank');
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function receiver(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return encodeURIComponent(`${origin(server)}/webhooks`);
}

const status = async (path = '/charges', options: RequestInit = {}) =>
  (await fetch(address + path, options)).status;
const hurry = { signal: AbortSignal.timeout(5000) };

test('one that is well answers as written, and remembers what it was asked', async () => {
  const answer = await fetch(`${address}/charges?page=2`, {
    method: 'POST',
    body: '{"cents": 5}',
    headers: { 'x-key': 'k' },
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('x-from')).toBe('bank');
  expect(await answer.json()).toEqual({ path: '/charges', body: { cents: 5 } });
  const [call] = await bank.calls();
  expect(call).toMatchObject({
    method: 'POST',
    path: '/charges',
    query: { page: '2' },
    headers: { 'x-key': 'k' },
    body: { cents: 5 },
    status: 201,
  });
  expect(Math.abs(Date.now() - (call?.at ?? 0))).toBeLessThan(10_000);
  await bank.reset();
  expect(await bank.calls()).toEqual([]);
  expect(await bank.count()).toBe(0);
});

test('one told to fail, delay, garble or cut does so until it is well again', async () => {
  await bank.behave({ fail: { status: 503, share: 1 } });
  expect(await status()).toBe(503);
  await bank.behave({ delayMs: 300 });
  const before = performance.now();
  expect(await status()).toBe(200);
  expect(performance.now() - before).toBeGreaterThanOrEqual(290);
  await bank.behave({ garbage: 1 });
  await expect(fetch(`${address}/charges`).then((answer) => answer.json())).rejects.toThrow(/JSON/);
  await bank.behave({ cut: 1 });
  await expect(status('/charges', hurry)).rejects.toThrow('fetch failed');
  await bank.well();
  expect(await status()).toBe(200);
  expect((await bank.calls()).map((call) => call.status)).toEqual([503, 200, 200, null, 200]);
});

test('one told to hang keeps the connection, and never answers', async () => {
  await bank.behave({ hang: 1 });
  await expect(status('/charges', { signal: AbortSignal.timeout(400) })).rejects.toThrow(/abort|timeout/);
  expect(await bank.calls()).toMatchObject([{ status: null }]);
});

test('a share is drawn for each call, and the same way every time', async () => {
  const draw = async () => {
    await bank.behave({ fail: { status: 500, share: 0.5 } });
    return Promise.all(Array.from({ length: 40 }, async () => (await status()) === 500));
  };
  const first = await draw();
  const failed = first.filter(Boolean).length;
  expect(failed).toBeGreaterThan(8);
  expect(failed).toBeLessThan(32);
  expect((await draw()).filter(Boolean)).toHaveLength(failed);
});

test('one with a limit refuses what is beyond it, and says when to come again', async () => {
  await bank.behave({ perSecond: 3 });
  const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${address}/charges`)));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(3);
  expect(answers.find((answer) => answer.status === 429)?.headers.get('retry-after')).toBe('1');
  await sleep(1050);
  expect(await status()).toBe(200);
});

test('a notification is repeated until it is taken', async () => {
  const seen: (string | undefined)[] = [];
  const url = await receiver((request, response) => {
    seen.push(String(request.headers['x-signature']));
    response.writeHead(seen.length < 3 ? 500 : 204).end();
  });
  await status(`/charges?notify=${url}`);
  await expect
    .poll(() => bank.deliveries(), { timeout: 5000 })
    .toMatchObject([
      { attempt: 1, status: 500, body: { charge: 1 } },
      { attempt: 2, status: 500 },
      { attempt: 3, status: 204 },
    ]);
  const [one, two, three] = (await bank.deliveries()).map(({ at }) => at) as [number, number, number];
  expect(two - one).toBeGreaterThanOrEqual(195);
  expect(three - two).toBeGreaterThanOrEqual(395);
  await sleep(300);
  expect(seen).toEqual(['abc', 'abc', 'abc']);
});

test('one told to call twice delivers twice, and a reset drops what is still to come', async () => {
  let seen = 0;
  const url = await receiver((_, response) => {
    seen++;
    response.writeHead(500).end();
  });
  await bank.behave({ twice: true });
  await status(`/charges?notify=${url}`);
  await expect.poll(() => seen).toBeGreaterThanOrEqual(2);
  expect((await bank.deliveries()).slice(0, 2).map(({ attempt }) => attempt)).toEqual([1, 1]);
  await bank.reset();
  const sofar = seen;
  await sleep(500);
  expect(seen).toBe(sofar);
});

test('what a visitor sends ends no third party', async () => {
  expect(await status('/broken')).toBe(500);
  expect(await status('/charges', { method: 'POST', body: 'x'.repeat(1_100_000) })).toBe(413);
  expect(await status(`/charges?notify=nowhere`)).toBe(500);
  expect(await status()).toBe(200);
});

test('a behaviour that makes no sense is refused', async () => {
  const cases = [{ fail: { status: 200, share: 1 } }, { cut: 2 }, { delayMs: -1 }, { sleepy: true }];
  for (const wrong of cases) await expect(bank.behave(wrong as object)).rejects.toThrow(/^stub bank: /);
  await expect(stub('shop').calls()).rejects.toThrow('there are the stubs bank');
});

test('what is no stub, or takes the port of another, is named', async () => {
  const put = (name: string, text: string) => writeFile(join(folder, name), text);
  const text = (port: number) => `export default { port: ${port}, answer: () => ({ status: 200 }) };`;
  await put('a.ts', text(9101));
  await put('b.ts', text(9102));
  expect((await loadStubs(folder)).map(({ name }) => name)).toEqual(['a', 'b']);
  await put('c.ts', text(9101));
  await expect(loadStubs(folder)).rejects.toThrow('c.ts: the port is that of a.ts too');
  await rm(join(folder, 'c.ts'));
  await put('d.ts', text(80));
  await expect(loadStubs(folder)).rejects.toThrow('d.ts: the port is from 9100 to 9199');
  await put('aa.ts', 'export const stub = 1;');
  await expect(loadStubs(folder)).rejects.toThrow('aa.ts has no default export of defineStub');
});
