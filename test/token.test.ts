import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, type Api } from '../api/contract.ts';
import type { Output, Route } from '../api/http/contract.ts';
import { may, type Scope, scopeOf, scopes } from '../api/http/roles.ts';
import {
  Client,
  invite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type TestPlatform,
} from './support/app.ts';

let platform: TestPlatform;
let admin: Client;
beforeAll(async () => {
  platform = await startPlatform();
  admin = await signIn(platform, ['admin']);
});
afterAll(() => platform.close());

const all = Object.keys(scopes) as Scope[];
const make = async (some: Scope[] = all, by: Client = admin, days = 30) =>
  (await by.call('POST /api/tokens', { body: { name: 'The ATS', scopes: some, days } })).body;
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const withToken = (
  key: keyof Api,
  secret: string,
  input: object = {},
  headers: Record<string, string> = {},
) => new Client(platform.app).call(key, input as never, { ...bearer(secret), ...headers });

type List = Output<Api, 'GET /api/invites'>;

describe('a token', () => {
  test('is told once, begins so that it is recognised, and only its hash is stored', async () => {
    const { token, secret } = await make(['readInvites']);
    expect(secret).toMatch(/^proofload_[\w-]{43}$/);
    expect(token).toMatchObject({
      name: 'The ATS',
      scopes: ['readInvites'],
      state: 'works',
      createdBy: 'Mia',
      lastUsedAt: null,
    });
    expect(secret.startsWith(token.shown)).toBe(true);
    expect(token.shown.length).toBeLessThan(20);
    const list = await admin.call('GET /api/tokens', {});
    expect(list.body.tokens).toContainEqual(token);
    expect(list.text).not.toContain(secret);
    const rows = await platform.database.sql`select * from api_token where id = ${token.id}`;
    expect(JSON.stringify(rows)).not.toContain(secret.slice(token.shown.length));
  });

  test('does what its scopes say, and notes that it was used', async () => {
    const { token, secret } = await make(['readInvites']);
    await invite(admin, 'Grace');
    const list = await withToken('GET /api/invites', secret);
    expect(list.status).toBe(200);
    expect((list.body as List).invites).toContainEqual(expect.objectContaining({ state: 'invited' }));
    const { tokens } = (await admin.call('GET /api/tokens', {})).body;
    expect(tokens.find(({ id }) => id === token.id)?.lastUsedAt).not.toBeNull();
  });

  test('is not told what only those who decide are told', async () => {
    const { secret } = await make(['readInvites', 'invite']);
    await invite(admin, 'Linus', { extraTime: 2 });
    const { body, text } = await withToken('GET /api/invites', secret);
    expect(text).not.toContain('Linus');
    expect((body as List).invites.map(({ extraTime }) => extraTime)).not.toContain(2);
  });

  test('that is revoked, out of date, altered or made up is refused', async () => {
    const { token, secret } = await make();
    expect((await withToken('GET /api/invites', secret)).status).toBe(200);
    const wrong = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
    const revoked = await admin.call('DELETE /api/tokens/:tokenId', { params: { tokenId: token.id } });
    expect(revoked.status).toBe(200);
    for (const one of [secret, wrong, 'proofload_x'])
      expect((await withToken('GET /api/invites', one)).problem).toMatchObject({
        status: 401,
        code: 'unknown-token',
      });
    const old = await make(all, admin, 1);
    platform.advance(86_400_000);
    expect((await withToken('GET /api/invites', old.secret)).status).toBe(401);
    platform.advance(-86_400_000);
  });

  test('of another organisation finds nothing', async () => {
    const other = await make(all, await signIn(platform, ['admin']));
    const candidate = await startAttempt(platform, await invite(admin, 'Barbara'));
    const params = { submissionId: await submit(candidate), inviteId: crypto.randomUUID() };
    expect(((await withToken('GET /api/invites', other.secret)).body as List).invites).toEqual([]);
    const keys = (Object.entries(contract) as [keyof Api, Route][])
      .filter(([key, { who }]) => key.includes(':submissionId') && scopeOf(who))
      .map(([key]) => key);
    expect(keys.length).toBeGreaterThan(3);
    const mine = await make();
    for (const key of keys) {
      expect((await withToken(key, other.secret, { params })).status, key).toBe(404);
      const { problem, status } = await withToken(key, mine.secret, { params });
      expect([200, 'not-graded'], key).toContain(status === 200 ? status : problem.code);
    }
    const theirs = { tokenId: other.token.id };
    const revoked = await admin.call('DELETE /api/tokens/:tokenId', { params: theirs });
    expect(revoked.problem.code).toBe('unknown-token');
  });

  test('borrows nothing from a cookie that comes along', async () => {
    const { secret } = await make(['readChallenges']);
    const both = new Client(platform.app);
    both.cookies = { ...admin.cookies };
    expect((await both.call('GET /api/invites', { query: {} }, bearer(secret))).problem.code).toBe(
      'missing-scope',
    );
    expect((await both.call('GET /api/invites', { query: {} }, bearer('proofload_wrong'))).status).toBe(401);
  });

  test('does not let a page of another site write', async () => {
    const { secret } = await make();
    const body = { challenge: 'parcels', candidateName: 'Eve' };
    const write = (headers: Record<string, string>) =>
      withToken('POST /api/invites', secret, { body }, headers);
    expect((await write({ origin: 'https://evil.example' })).problem.code).toBe('cross-origin');
    expect((await write({})).status).toBe(201);
    const cookie = await admin.call('POST /api/invites', { body }, { origin: 'https://evil.example' });
    expect(cookie.problem.code).toBe('cross-origin');
  });

  test('leaves its name in the audit log beside the person’s', async () => {
    const { token, secret } = await make(['invite']);
    const body = { challenge: 'parcels', candidateName: 'Hedy' };
    const { invite: made } = (await withToken('POST /api/invites', secret, { body })).body as {
      invite: { id: string };
    };
    await invite(admin, 'Ida');
    const { sql } = platform.database;
    const rows = await sql<{ subject: string; tokenId: string | null; personId: string }[]>`
      select subject, token_id, person_id from audit where action = 'invite.created' order by id desc limit 2`;
    expect(rows.map(({ tokenId }) => tokenId)).toEqual([null, token.id]);
    expect(rows[1]!.subject).toBe(made.id);
    expect(rows[1]!.personId).toBe(rows[0]!.personId);
  });

  test('is slowed down by itself, whatever others do', async () => {
    const [busy, calm] = [await make(['readChallenges']), await make(['readChallenges'])];
    const statuses = new Set<number>();
    for (let round = 0; round < 16; round += 1) {
      const calls = Array.from({ length: 20 }, () => withToken('GET /api/challenges', busy.secret));
      for (const { status } of await Promise.all(calls)) statuses.add(status);
    }
    expect(statuses).toEqual(new Set([200, 429]));
    expect((await withToken('GET /api/challenges', calm.secret)).status).toBe(200);
  });
});

describe('what tokens may do', () => {
  const member = (Object.entries(contract) as [keyof Api, Route][]).filter(([, { who }]) =>
    Array.isArray(who),
  );
  const params = Object.fromEntries(
    ['attemptId', 'submissionId', 'inviteId', 'tokenId', 'webhookId', 'deliveryId'].map((name) => [
      name,
      crypto.randomUUID(),
    ]),
  );

  test('every route names an act of the one table, each of which is a list of its own', () => {
    const lists: readonly unknown[] = Object.values(may);
    expect(new Set(lists).size).toBe(lists.length);
    for (const [key, { who }] of member) expect(lists, key).toContain(who);
  });

  test('a route wants the scope that is named after its act, and no other scope opens it', async () => {
    const own = await signIn(platform, ['admin']);
    const tokens = new Map<string, string>();
    const secretOf = async (some: Scope[]) => {
      const name = some.join();
      if (!tokens.has(name)) tokens.set(name, (await make(some, own)).secret);
      return tokens.get(name)!;
    };
    for (const [key, { who }] of member) {
      const scope = scopeOf(who);
      const others = await secretOf(all.filter((one) => one !== scope));
      expect((await withToken(key, others, { params, body: {} })).status, key).toBe(403);
      if (!scope) continue;
      const secret = await secretOf([scope]);
      expect([401, 403], key).not.toContain((await withToken(key, secret, { params, body: {} })).status);
    }
  });

  test('accounts, people, tokens and webhooks are for persons alone', async () => {
    const { secret } = await make();
    for (const key of [
      'GET /api/session',
      'GET /api/tokens',
      'POST /api/tokens',
      'GET /api/webhooks',
    ] as const)
      expect((await withToken(key, secret, { body: {} })).problem.code, key).toBe('not-for-tokens');
    const candidate = await withToken('GET /api/attempts/:attemptId', secret, { params });
    expect(candidate.problem.code).toBe('not-your-attempt');
  });

  test('tokens are made by admins alone, of scopes there are, and not without end', async () => {
    const manager = await signIn(platform);
    const body = { name: 'x', scopes: all, days: 1 };
    expect((await manager.call('POST /api/tokens', { body })).status).toBe(403);
    for (const wrong of [
      { scopes: [] },
      { scopes: ['integrate'] },
      { scopes: ['useOwnAccount'] },
      { days: 367 },
    ])
      expect((await admin.call('POST /api/tokens', { body: { ...body, ...wrong } as never })).status).toBe(
        400,
      );
    const many = await signIn(platform, ['admin']);
    for (let n = 0; n < 50; n += 1) await make(all, many);
    expect((await many.call('POST /api/tokens', { body })).problem.code).toBe('too-many-tokens');
  });
});
