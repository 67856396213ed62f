import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkMinutes, sessionDays } from '../api/person/person.ts';
import { makeSignInLink } from '../api/person/routes.ts';
import { findPersonByEmail } from '../api/person/store.ts';
import { Client, publicUrl, signIn, startPlatform, type TestPlatform } from './support/app.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

async function freshToken(): Promise<string> {
  const manager = await signIn(platform);
  const { body } = await manager.call('GET /api/session', {});
  const person = await findPersonByEmail(platform.database.sql, body.email);
  const link = await makeSignInLink(platform.database.sql, person!.id, publicUrl, platform.now());
  expect(link).toMatch(/^http:\/\/proofload\.test\/sign-in\/[\w-]{43}$/);
  return link.split('/').pop()!;
}

test('a sign-in link signs its person in', async () => {
  const client = await signIn(platform, ['manager', 'admin']);
  const me = await client.call('GET /api/session', {});
  expect(me.status).toBe(200);
  expect(me.body).toMatchObject({ name: 'Mia', organisation: 'Brightside', roles: ['manager', 'admin'] });
});

test('the session is a cookie that scripts and other sites cannot use', async () => {
  const answer = await new Client(platform.app).call('POST /api/session', {
    body: { token: await freshToken() },
  });
  expect(answer.cookies).toEqual([
    expect.objectContaining({ name: 'session', httpOnly: true, sameSite: 'Lax', path: '/' }),
  ]);
});

test('a sign-in link works once', async () => {
  const token = await freshToken();
  const first = await new Client(platform.app).call('POST /api/session', { body: { token } });
  const second = await new Client(platform.app).call('POST /api/session', { body: { token } });
  expect([first.status, second.status]).toEqual([200, 404]);
});

test('of two uses at the same moment one wins', async () => {
  const body = { token: await freshToken() };
  const both = await Promise.all(
    [1, 2].map(() => new Client(platform.app).call('POST /api/session', { body })),
  );
  expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([200, 404]));
});

test('an old sign-in link answers like an unknown one', async () => {
  const token = await freshToken();
  platform.advance((linkMinutes + 1) * 60_000);
  const client = new Client(platform.app);
  const old = await client.call('POST /api/session', { body: { token } });
  const unknown = await client.call('POST /api/session', { body: { token: 'x'.repeat(43) } });
  expect(old.status).toBe(404);
  expect({ ...old.problem, requestId: '' }).toEqual({ ...unknown.problem, requestId: '' });
});

test('signing out ends the session on the server', async () => {
  const client = await signIn(platform);
  const kept = { ...client.cookies };
  expect((await client.call('DELETE /api/session', {})).status).toBe(200);
  client.cookies = kept;
  expect((await client.call('GET /api/session', {})).status).toBe(401);
});

test('a session ends by itself', async () => {
  const client = await signIn(platform);
  platform.advance((sessionDays + 1) * 86_400_000);
  expect((await client.call('GET /api/session', {})).status).toBe(401);
});

test('no secret is stored', async () => {
  const token = await freshToken();
  const rows = await platform.database.sql`select hash::text as hash from sign_in_link`;
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString('hex'));
});
