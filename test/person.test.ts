import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as organisation from '../api/cli/organisation.ts';
import * as signInCommand from '../api/cli/sign-in.ts';
import { BadUsage } from '../api/cli/usage.ts';
import type { Role } from '../api/person/contract.ts';
import { invitedDays, linkMinutes, sessionDays } from '../api/person/person.ts';
import { makeSignInLink } from '../api/person/routes.ts';
import { findPersonByEmail } from '../api/person/store.ts';
import { Client, publicUrl, signIn, startPlatform, type TestPlatform } from './support/app.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

// First, as commands go by the time of day, which the tests below leave behind.
describe('from the command line', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  /** @returns the token of the link it prints */
  async function tokenOf(command: { run: (args: string[]) => Promise<number> }, args: string[]) {
    vi.stubEnv('DATABASE_URL', platform.database.url);
    vi.stubEnv('PUBLIC_URL', publicUrl);
    const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await command.run(args)).toBe(0);
    const [, token] = /^http:\/\/proofload\.test\/sign-in\/([\w-]{43})$/.exec(
      String(print.mock.lastCall?.[0]),
    )!;
    return token!;
  }

  test('an organisation begins with an admin, who gets a link then and whenever locked out', async () => {
    const email = `${crypto.randomUUID()}@example.com`;
    const first = await tokenOf(organisation, ['Northside', email, 'Nia']);
    const later = await tokenOf(signInCommand, [email.toUpperCase()]);
    for (const token of [first, later]) {
      const client = new Client(platform.app);
      await client.call('POST /api/session', { body: { token } });
      const people = await client.call('GET /api/people', { query: {} });
      expect(people.body.people).toMatchObject([
        { name: 'Nia', email, roles: ['admin', 'manager'], you: true },
      ]);
    }
    await expect(tokenOf(organisation, ['Southside', email, 'Nia'])).rejects.toThrow(BadUsage);
    await expect(tokenOf(signInCommand, ['nobody@example.com'])).rejects.toThrow(BadUsage);
    await expect(tokenOf(organisation, ['Southside', 'no address', 'Nia'])).rejects.toThrow(BadUsage);
  });
});

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

describe('the people of an organisation', () => {
  const admin = () => signIn(platform, ['admin']);
  const list = async (client: Client) => (await client.call('GET /api/people', { query: {} })).body.people;
  const add = (client: Client, roles: Role[], email = `${crypto.randomUUID()}@example.com`) =>
    client.call('POST /api/people', { body: { name: 'Noor', email, roles } });
  const open = async (link: string) => {
    const client = new Client(platform.app);
    const token = link.split('/').pop()!;
    return { client, ...(await client.call('POST /api/session', { body: { token } })) };
  };
  /** Invited, and come. */
  async function join(by: Client, roles: Role[]) {
    const { body } = await add(by, roles);
    const { client } = await open(body.link);
    return { client, params: { personId: body.person.id } };
  }

  test('are invited by a link that lasts for days, and come with their roles', async () => {
    const mia = await admin();
    const { status, body } = await add(mia, ['reviewer'], ' Noor@Example.com ');
    expect(status).toBe(201);
    expect(body.person).toMatchObject({ email: 'Noor@Example.com', roles: ['reviewer'], signedInAt: null });
    platform.advance((invitedDays - 1) * 86_400_000);
    expect((await open(body.link)).body).toMatchObject({ organisation: 'Brightside', roles: ['reviewer'] });
    const [first, second] = await list(mia);
    expect(first).toMatchObject({ name: 'Mia', you: true, lastAdmin: true });
    expect(second).toMatchObject({ name: 'Noor', you: false, lastAdmin: false });
    expect(second!.signedInAt).not.toBeNull();
    expect((await add(mia, ['author'], 'NOOR@example.com')).problem).toMatchObject({
      status: 409,
      code: 'email-taken',
    });
  });

  test('have roles that go together', async () => {
    const mia = await admin();
    const clash = { status: 400, code: 'roles-clash' };
    expect((await add(mia, ['blind-reviewer', 'manager'])).problem).toMatchObject(clash);
    const { params } = await join(mia, ['blind-reviewer']);
    const change = (roles: Role[]) =>
      mia.call('PUT /api/people/:personId/roles', { params, body: { roles } });
    expect((await change(['blind-reviewer', 'admin'])).problem).toMatchObject(clash);
    for (const wrong of [[], ['owner'], ['author', 'author']])
      expect((await change(wrong as Role[])).problem).toMatchObject({ status: 400, code: 'bad-input' });
  });

  test('may do at once what their new roles allow, and no more', async () => {
    const mia = await admin();
    const { client, params } = await join(mia, ['author']);
    expect((await client.call('GET /api/invites', {})).status).toBe(403);
    await mia.call('PUT /api/people/:personId/roles', { params, body: { roles: ['manager'] } });
    expect((await client.call('GET /api/invites', {})).status).toBe(200);
    await mia.call('PUT /api/people/:personId/roles', { params, body: { roles: ['author'] } });
    expect((await client.call('GET /api/invites', {})).status).toBe(403);
  });

  test('get a fresh link, after which the earlier one works no more', async () => {
    const mia = await admin();
    const { body } = await add(mia, ['manager']);
    const params = { personId: body.person.id };
    const fresh = await mia.call('POST /api/people/:personId/link', { params });
    expect((await open(body.link)).status).toBe(404);
    expect((await open(fresh.body.link)).status).toBe(200);
  });

  test('lose every way in when they are removed, and may be invited anew', async () => {
    const mia = await admin();
    const { client, params } = await join(mia, ['manager']);
    const { email } = (await client.call('GET /api/session', {})).body;
    const { body: unused } = await mia.call('POST /api/people/:personId/link', { params });
    expect((await mia.call('DELETE /api/people/:personId', { params })).status).toBe(200);
    expect((await client.call('GET /api/session', {})).status).toBe(401);
    expect((await open(unused.link)).status).toBe(404);
    expect(await list(mia)).toHaveLength(1);
    expect((await mia.call('DELETE /api/people/:personId', { params })).problem.code).toBe('unknown-person');
    const again = await add(mia, ['author'], email);
    expect((await open(again.body.link)).body.roles).toEqual(['author']);
  });

  test('are never without an admin who has been here, even when two remove each other at once', async () => {
    const mia = await admin();
    const [me] = await list(mia);
    const params = { personId: me!.id };
    const last = { status: 409, code: 'last-admin' };
    await add(mia, ['admin']);
    const roles = { params, body: { roles: ['author' as const] } };
    expect((await mia.call('DELETE /api/people/:personId', { params })).problem).toMatchObject(last);
    expect((await mia.call('PUT /api/people/:personId/roles', roles)).problem).toMatchObject(last);
    const other = await join(mia, ['admin']);
    const both = await Promise.all([
      mia.call('DELETE /api/people/:personId', { params: other.params }),
      other.client.call('PUT /api/people/:personId/roles', roles),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('of another organisation are out of reach', async () => {
    const { params } = await join(await admin(), ['manager']);
    const other = await admin();
    const unknown = { status: 404, code: 'unknown-person' };
    const body = { roles: ['admin' as const] };
    expect((await other.call('PUT /api/people/:personId/roles', { params, body })).problem).toMatchObject(
      unknown,
    );
    expect((await other.call('POST /api/people/:personId/link', { params })).problem).toMatchObject(unknown);
    expect((await other.call('DELETE /api/people/:personId', { params })).problem).toMatchObject(unknown);
    expect(await list(other)).toHaveLength(1);
  });

  test('are listed by name, a page at a time', async () => {
    const mia = await admin();
    const [me] = await list(mia);
    await platform.database.sql`
      insert into person (organisation_id, email, name, roles)
      select organisation_id, 'p' || n || '@example.com', 'Person ' || lpad(n::text, 3, '0'), '{author}'
      from person, generate_series(1, 149) n where person.id = ${me!.id}`;
    const first = (await mia.call('GET /api/people', { query: {} })).body;
    expect(first).toMatchObject({ more: true });
    expect(first.people).toHaveLength(100);
    const second = (await mia.call('GET /api/people', { query: { after: first.people.at(-1)!.id } })).body;
    expect(second).toMatchObject({ more: false });
    const names = [...first.people, ...second.people].map(({ name }) => name);
    expect(new Set(names).size).toBe(150);
    expect(names).toEqual(names.toSorted());
  });

  test('are changed on record: who, what, before and after', async () => {
    const mia = await admin();
    const [me] = await list(mia);
    const { params } = await join(mia, ['author']);
    await mia.call('PUT /api/people/:personId/roles', { params, body: { roles: ['author', 'manager'] } });
    await mia.call('DELETE /api/people/:personId', { params });
    const rows = await platform.database.sql`
      select action, facts from audit where person_id = ${me!.id} and subject = ${params.personId} order by id`;
    expect(rows).toEqual([
      { action: 'person.invited', facts: { roles: 'author' } },
      { action: 'person.roles-changed', facts: { before: 'author', after: 'author,manager' } },
      { action: 'person.removed', facts: { roles: 'author,manager' } },
    ]);
  });
});
