import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract } from '../api/contract.ts';
import { Client, eventually, publicUrl, signIn, startPlatform, type TestPlatform } from './support/app.ts';

let platform: TestPlatform;
beforeAll(async () => {
  const webDir = await mkdtemp(join(tmpdir(), 'proofload-web-'));
  await mkdir(join(webDir, 'assets'));
  await writeFile(join(webDir, 'index.html'), '<title>Proofload</title>');
  await writeFile(join(webDir, 'assets/main-1a2b.js'), 'export {};');
  platform = await startPlatform({ webDir });
});
afterAll(() => platform.close());

const get = (url: string) => platform.app.inject({ url });

test('a write from another site is refused, whoever it carries', async () => {
  const manager = await signIn(platform);
  const write = (origin: string, host: string) =>
    manager.call(
      'POST /api/invites',
      { body: { challenge: 'parcels', candidateName: 'Ada' } },
      { origin, host },
    );
  const foreign = await write('https://evil.example', 'proofload.test');
  expect(foreign.problem).toMatchObject({ status: 403, code: 'cross-origin' });
  expect((await write('null', 'proofload.test')).status).toBe(403);
  expect((await write(publicUrl, 'localhost:4000')).status).toBe(201);
  expect((await write('http://localhost:4000', 'localhost:4000')).status).toBe(201);
});

test('an error is a problem with a word for programs and a sentence for people', async () => {
  const answer = await new Client(platform.app).call('POST /api/session', { body: {} } as never);
  expect(answer.problem).toEqual({
    status: 400,
    code: 'bad-input',
    title: expect.stringContaining('token') as string,
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
});

test('what nobody foresaw is a bare 500', async () => {
  const { sql } = platform.database;
  const manager = await signIn(platform);
  await sql`alter table invite rename to invite_moved`;
  const answer = await manager.call('GET /api/invites', { query: {} });
  await sql`alter table invite_moved rename to invite`;
  expect(answer.problem).toMatchObject({
    status: 500,
    code: 'internal',
    title: 'Something went wrong on our side',
  });
  expect(answer.text).not.toContain('relation');
});

test('a database that breaks off is a 503 to try again after, and the next answer is right', async () => {
  const { sql } = platform.database;
  const { cookies } = await signIn(platform);
  const ask = () => platform.app.inject({ url: '/api/invites', cookies });
  const answer = await sql.begin(async (tx) => {
    await tx`lock table invite`;
    const asked = ask();
    await eventually(async () => {
      const waiting = await tx`
        select pg_terminate_backend(pid) from pg_locks where not granted and relation = 'invite'::regclass`;
      expect(waiting).not.toEqual([]);
    });
    return asked;
  });
  expect(answer.json()).toMatchObject({ status: 503, code: 'database-away' });
  expect(answer.headers['retry-after']).toBe('5');
  expect((await ask()).statusCode).toBe(200);
});

test('pages are served by the built web, whatever their address', async () => {
  for (const url of ['/', '/invite/abc', '/submissions/1/grading']) {
    const { statusCode, body, headers } = await get(url);
    expect([statusCode, body]).toEqual([200, '<title>Proofload</title>']);
    expect(headers['cache-control']).toBe('no-cache');
  }
  expect((await get('/assets/main-1a2b.js')).headers['cache-control']).toContain('immutable');
});

test('an unknown address of the API or of a file is no page', async () => {
  for (const url of ['/api/nothing', '/assets/gone.js']) {
    const answer = await get(url);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'not-found']);
  }
});

test('pages run no script but their own and sit in no frame', async () => {
  const policy = (await get('/')).headers['content-security-policy'];
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("worker-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
});

test('the contract describes every route', async () => {
  const { paths } = (await get('/openapi.json')).json<{ paths: Record<string, object> }>();
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(new Set(described)).toEqual(new Set(Object.keys(contract)));
});

test('an unknown caller is slowed down', async () => {
  const client = new Client(platform.app);
  const body = { token: 'x' };
  let last = await client.call('POST /api/session', { body });
  for (let index = 0; index < 130 && last.status !== 429; index += 1)
    last = await client.call('POST /api/session', { body });
  expect(last.problem).toMatchObject({ status: 429, code: 'too-many-requests' });
});

test('a page can find out whether a WebSocket gets through', async () => {
  const address = await platform.app.listen({ host: '127.0.0.1', port: 0 });
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/echo`);
  const said = await new Promise((resolve, reject) => {
    socket.addEventListener('message', ({ data }) => resolve(data));
    socket.addEventListener('error', () => reject(new Error('It did not open')));
  });
  expect(said).toBe('ok');
  const closed = await new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve));
  expect(closed.wasClean).toBe(true);
});
