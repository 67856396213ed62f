// How people get in: a password with its second factor, the company's accounts, and the sessions that come of it.
import { createOTP } from '@better-auth/utils/otp';
import { base32 } from '@better-auth/utils/base32';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handleErrors } from '../api/http/errors.ts';
import { makeGuard } from '../api/http/guard.ts';
import { makeSeal } from '../api/http/seal.ts';
import { secure } from '../api/http/security.ts';
import type { LinkMessage } from '../api/person/ask-link.ts';
import { freshMinutes, guessMinutes, maxGuesses, maxLinks } from '../api/person/person.ts';
import { personRoutes } from '../api/person/routes.ts';
import { findPersonBySession } from '../api/person/store.ts';
import { Client, publicUrl, signIn, startPlatform, type TestPlatform } from './support/app.ts';
import { startOidcProvider, type OidcProvider } from './support/oidc.ts';

let platform: TestPlatform;
let provider: OidcProvider;
beforeAll(async () => {
  provider = await startOidcProvider(`${publicUrl}/sign-in/provider`);
  platform = await startPlatform({ provider: provider.settings });
});
afterAll(async () => {
  await platform?.close();
  await provider?.close();
});

const password = 'correct horse battery staple';
const stranger = () => new Client(platform.app);
const codeOf = (key: string) =>
  createOTP(base32.decode(key)).hotp(Math.floor(platform.now().getTime() / 30_000));
/** Codes work once: the next one. */
const nextCode = (key: string) => {
  platform.advance(30_000);
  return codeOf(key);
};
const emailOf = async (client: Client) => (await client.call('GET /api/session', {})).body.email;
const actsOf = async (email: string) => {
  const rows = await platform.database.sql<{ action: string }[]>`
    select action from audit join person on person.id = person_id where email = ${email} order by audit.id`;
  return rows.map(({ action }) => action);
};

async function withPassword() {
  const person = await signIn(platform);
  const { key } = (await person.call('POST /api/account/authenticator', {})).body;
  const body = { password, key, code: await nextCode(key) };
  const { body: set, status } = await person.call('PUT /api/account/password', { body });
  expect(status).toBe(200);
  return { person, key, email: await emailOf(person), recoveryCodes: set.recoveryCodes };
}
const enter = (email: string, code: string, given = password) =>
  stranger().call('POST /api/session/password', { body: { email, password: given, code } });

describe('a password', () => {
  test('signs in together with a code, whatever the case of the address', async () => {
    const { email, key } = await withPassword();
    const client = stranger();
    const body = { email: ` ${email.toUpperCase()}`, password, code: await nextCode(key) };
    expect((await client.call('POST /api/session/password', { body })).body).toMatchObject({ email });
    expect((await client.call('GET /api/session', {})).status).toBe(200);
    expect(await actsOf(email)).toEqual(['person.signed-in', 'account.password-set', 'person.signed-in']);
  });

  test('is refused in one and the same way, whichever part is wrong', async () => {
    const { email, key } = await withPassword();
    const linked = await emailOf(await signIn(platform));
    const answers = [
      await enter('nobody@example.com', '123456'),
      await enter(linked, '123456'),
      await enter(email, await nextCode(key), 'a wrong password'),
      await enter(email, '000000'),
      await enter(email, 'ABCD-EFGH-IJKL-MNOP'),
      await enter(email, ''),
    ];
    for (const { problem } of answers)
      expect({ ...problem, requestId: '' }).toEqual({ ...answers[0]!.problem, requestId: '' });
    expect(answers[0]!.problem).toMatchObject({ status: 401, code: 'wrong-sign-in' });
  });

  test('takes each code once, also when it comes twice at the same moment', async () => {
    const { email, key } = await withPassword();
    const code = await nextCode(key);
    const both = await Promise.all([enter(email, code), enter(email, code)]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 401]));
    expect((await enter(email, code)).status).toBe(401);
    expect((await enter(email, await nextCode(key))).status).toBe(200);
  });

  test('takes each recovery code once, until there are new ones', async () => {
    const { person, email, recoveryCodes } = await withPassword();
    const [first, second] = recoveryCodes as [string, string];
    expect((await enter(email, first.toLowerCase())).status).toBe(200);
    expect((await enter(email, first)).status).toBe(401);
    expect((await person.call('GET /api/account', {})).body.password).toMatchObject({ recoveryCodesLeft: 9 });
    const renewed = (await person.call('POST /api/account/recovery-codes', {})).body.recoveryCodes;
    expect((await enter(email, second)).status).toBe(401);
    expect((await enter(email, renewed[0]!)).status).toBe(200);
  });

  test('cannot be guessed: after some tries the right one is refused too, for a while, for this address alone', async () => {
    const { email, key } = await withPassword();
    const other = await withPassword();
    const tries = await Promise.all(
      Array.from({ length: maxGuesses + 5 }, () => enter(email, '000000', 'a wrong password')),
    );
    const count = (status: number) => tries.filter((one) => one.status === status).length;
    expect(count(401)).toBeLessThanOrEqual(maxGuesses);
    expect(count(401) + count(429)).toBe(tries.length);
    expect((await enter(email, await nextCode(key))).problem).toMatchObject({
      status: 429,
      code: 'too-many-requests',
    });
    expect((await enter(other.email, await nextCode(other.key))).status).toBe(200);
    platform.advance(guessMinutes * 60_000);
    expect((await enter(email, await nextCode(key))).status).toBe(200);
  });

  test('of nobody is slowed down in the same way', async () => {
    const tries = [];
    for (let n = 0; n <= maxGuesses; n++) tries.push((await enter('nobody2@example.com', '000000')).status);
    expect(tries).toEqual([...Array<number>(maxGuesses).fill(401), 429]);
  });

  test('needs a code that proves the authenticator, and is not too plain', async () => {
    const person = await signIn(platform);
    const { key } = (await person.call('POST /api/account/authenticator', {})).body;
    const set = async (body: object) =>
      (await person.call('PUT /api/account/password', { body: { password, key, ...body } } as never)).problem;
    expect(await set({ code: '000000' })).toMatchObject({ status: 400, code: 'wrong-code' });
    expect(await set({ code: await codeOf(key), password: 'too short' })).toMatchObject({
      code: 'bad-input',
    });
    const plain = await set({ code: await codeOf(key), password: 'ababababababab' });
    expect(plain).toMatchObject({ status: 400, code: 'weak-password' });
    expect((await person.call('GET /api/account', {})).body).toMatchObject({ password: null, fresh: true });
  });

  test('is set and taken away only soon after signing in', async () => {
    const { person, key, email } = await withPassword();
    platform.advance(freshMinutes * 60_000);
    const body = { password, key, code: await nextCode(key) };
    const refused = { status: 403, code: 'sign-in-again' };
    expect((await person.call('PUT /api/account/password', { body })).problem).toMatchObject(refused);
    expect((await person.call('DELETE /api/account/password', {})).problem).toMatchObject(refused);
    expect((await person.call('POST /api/account/recovery-codes', {})).problem).toMatchObject(refused);
    expect((await person.call('GET /api/account', {})).body.fresh).toBe(false);
    const again = stranger();
    await again.call('POST /api/session/password', { body: { email, ...body } });
    expect((await again.call('DELETE /api/account/password', {})).status).toBe(200);
    expect((await enter(email, await nextCode(key))).status).toBe(401);
    expect((await again.call('DELETE /api/account/password', {})).problem.code).toBe('no-password');
  });

  test('that is changed ends all other sessions', async () => {
    const { person, email, key } = await withPassword();
    const other = stranger();
    const code = await nextCode(key);
    await other.call('POST /api/session/password', { body: { email, password, code } });
    const body = { password: `${password} 2`, key, code: await nextCode(key) };
    expect((await person.call('PUT /api/account/password', { body })).status).toBe(200);
    expect((await other.call('GET /api/session', {})).status).toBe(401);
    expect((await person.call('GET /api/session', {})).status).toBe(200);
  });

  test('and its second factor are stored nowhere as they are', async () => {
    const { key, recoveryCodes } = await withPassword();
    const { sql } = platform.database;
    const stored = JSON.stringify([
      await sql`select password::text as text from password`,
      await sql`select recovery_code::text as text from recovery_code`,
      await sql`select audit::text as text from audit`,
    ]);
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const secret of [password, key, ...recoveryCodes]) {
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(hex(secret));
    }
  });
});

describe('a link by e-mail', () => {
  const sent: LinkMessage[] = [];
  const send = async (message: LinkMessage) => void sent.push(message);
  let app: FastifyInstance;
  beforeAll(async () => {
    app = fastify();
    handleErrors(app);
    await secure(app, publicUrl);
    const { sql } = platform.database;
    const guard = makeGuard({
      findPerson: (hash) => findPersonBySession(sql, hash, platform.now()),
      holdsAttempt: async () => false,
    });
    const seal = makeSeal('a secret of the tests, of 32 characters');
    personRoutes(app, guard, {
      sql,
      clock: platform.now,
      publicUrl,
      seal,
      provider: undefined,
      mail: { send },
    });
  });
  afterAll(() => app?.close());
  const ask = (email: string) => new Client(app).call('POST /api/sign-in/link', { body: { email } });

  test('goes to who has the address, and signs them in', async () => {
    const email = await emailOf(await signIn(platform));
    const answer = await ask(` ${email.toUpperCase()}`);
    expect(answer.status).toBe(202);
    expect(sent).toMatchObject([{ to: { name: 'Mia', address: email }, subject: 'Your sign-in link' }]);
    const [, token] = /\/sign-in\/([\w-]{43})$/m.exec(sent[0]!.text)!;
    const client = stranger();
    expect((await client.call('POST /api/session', { body: { token: token! } })).body).toMatchObject({
      email,
    });
    expect((await new Client(app).call('GET /api/sign-in', {})).body.mail).toBe(true);
  });

  test('does not tell who is known here, and comes only so often', async () => {
    const before = sent.length;
    const known = await emailOf(await signIn(platform));
    const answers = { known: [] as string[], unknown: [] as string[] };
    for (let n = 0; n <= maxLinks; n++) {
      const bare = ({ status, text }: { status: number; text: string }) =>
        `${status} ${text.replace(/"requestId":"[^"]*"/, '')}`;
      answers.known.push(bare(await ask(known)));
      answers.unknown.push(bare(await ask('nobody3@example.com')));
    }
    expect(answers.known).toEqual(answers.unknown);
    expect(answers.known.at(-1)).toContain('429');
    expect(sent.length - before).toBe(maxLinks);
  });

  test('is refused where no e-mail is sent', async () => {
    const body = { email: 'mia@example.com' };
    expect((await stranger().call('POST /api/sign-in/link', { body })).problem.code).toBe('no-mail');
  });
});

describe('sessions', () => {
  test('are listed with where they began and when they were last seen, this one first', async () => {
    const { person, email, key } = await withPassword();
    const other = stranger();
    const body = { email, password, code: await nextCode(key) };
    const headers = { origin: publicUrl, 'user-agent': 'Firefox of the tests' };
    await other.call('POST /api/session/password', { body }, headers);
    const began = platform.now().getTime();
    platform.advance(5 * 60_000);
    await other.call('GET /api/session', {});
    const { body: sessions } = await person.call('GET /api/account/sessions', {});
    expect(sessions).toMatchObject([
      { via: 'link', current: true, address: '127.0.0.1' },
      { via: 'password', current: false, agent: 'Firefox of the tests' },
    ]);
    expect(Date.parse(sessions[1]!.createdAt)).toBeLessThanOrEqual(began);
    expect(Date.parse(sessions[1]!.seenAt)).toBeGreaterThan(began + 4 * 60_000);
  });

  test('of others cannot be ended; ones own end at once', async () => {
    const { person, email, key } = await withPassword();
    const other = stranger();
    await other.call('POST /api/session/password', { body: { email, password, code: await nextCode(key) } });
    const { body: sessions } = await person.call('GET /api/account/sessions', {});
    const params = { sessionId: sessions.find(({ current }) => !current)!.id };
    const foreign = await (
      await signIn(platform)
    ).call('DELETE /api/account/sessions/:sessionId', { params });
    expect(foreign.problem).toMatchObject({ status: 404, code: 'unknown-session' });
    expect((await other.call('GET /api/session', {})).status).toBe(200);
    expect((await person.call('DELETE /api/account/sessions/:sessionId', { params })).status).toBe(200);
    expect((await other.call('GET /api/session', {})).status).toBe(401);
  });

  test('all end but this one, on record', async () => {
    const { person, email, key } = await withPassword();
    const others = [stranger(), stranger()];
    for (const one of others)
      await one.call('POST /api/session/password', { body: { email, password, code: await nextCode(key) } });
    expect((await person.call('DELETE /api/account/other-sessions', {})).body).toEqual({ ended: 2 });
    for (const one of others) expect((await one.call('GET /api/session', {})).status).toBe(401);
    expect((await person.call('GET /api/account/sessions', {})).body).toHaveLength(1);
    expect((await actsOf(email)).at(-1)).toBe('account.other-sessions-ended');
    await person.call('DELETE /api/session', {});
    expect((await actsOf(email)).at(-1)).toBe('person.signed-out');
  });
});

describe('the accounts of the company', () => {
  let email: string;
  beforeEach(async () => {
    email = await emailOf(await signIn(platform));
    provider.claims = { sub: crypto.randomUUID(), email, email_verified: true };
  });

  /** Goes to the provider and comes back. @returns what the platform says to what it brought */
  async function comeBack(browser = stranger(), change: { code?: string; state?: string } = {}) {
    const { body } = await browser.call('POST /api/session/provider', {});
    const back = await provider.visit(body.url);
    expect(`${back.origin}${back.pathname}`).toBe(`${publicUrl}/sign-in/provider`);
    const { code, state } = Object.fromEntries(back.searchParams) as { code: string; state: string };
    const answer = { code, state, ...change };
    return browser.call('POST /api/session/provider/answer', { body: answer });
  }
  const refused = { status: 401, code: 'not-confirmed' };

  test('are offered by name', async () => {
    expect((await stranger().call('GET /api/sign-in', {})).body).toEqual({
      provider: 'Brightside account',
      mail: false,
    });
  });

  test('sign in who was invited, and know them afterwards by another address too', async () => {
    const browser = stranger();
    expect((await comeBack(browser)).body).toMatchObject({ email });
    expect((await browser.call('GET /api/account/sessions', {})).body[0]).toMatchObject({ via: 'oidc' });
    provider.claims.email = 'moved@example.com';
    expect((await comeBack()).body).toMatchObject({ email });
    expect(await actsOf(email)).toEqual([
      'person.signed-in',
      'person.identity-linked',
      'person.signed-in',
      'person.signed-in',
    ]);
  });

  test('let nobody in who was not invited, or whose address is not proved', async () => {
    const notInvited = { status: 403, code: 'not-invited' };
    provider.claims.email = 'stranger@example.com';
    expect((await comeBack()).problem).toMatchObject(notInvited);
    for (const unproved of [false, undefined, 'true']) {
      provider.claims = { sub: 'x', email, email_verified: unproved };
      expect((await comeBack()).problem).toMatchObject(notInvited);
    }
  });

  const faults: [what: string, claims: object][] = [
    ['for another client', { aud: 'another' }],
    ['for several, made for another', { aud: ['proofload', 'another'], azp: 'another' }],
    ['for several, made for nobody', { aud: ['proofload', 'another'] }],
    ['of another provider', { iss: 'https://evil.example' }],
    ['that is too old', { exp: Math.floor(Date.now() / 1000) - 120 }],
    ['with another nonce', { nonce: 'another' }],
    ['of nobody', { sub: undefined }],
  ];
  test.each(faults)('an ID token %s is refused', async (_what, claims) => {
    Object.assign(provider.claims, claims);
    expect((await comeBack()).problem).toMatchObject(refused);
  });

  test('an ID token signed with an unknown key is refused', async () => {
    provider.forge = true;
    const { problem } = await comeBack();
    provider.forge = false;
    expect(problem).toMatchObject(refused);
  });

  test('an answer counts only in the browser that was sent, once, with its own code and state', async () => {
    expect((await comeBack(stranger(), { state: 'another' })).problem).toMatchObject(refused);
    expect((await comeBack(stranger(), { code: 'another' })).problem).toMatchObject(refused);
    const [victim, attacker] = [stranger(), stranger()];
    const sent = (await attacker.call('POST /api/session/provider', {})).body;
    const { code, state } = Object.fromEntries((await provider.visit(sent.url)).searchParams);
    const answer = { body: { code: code!, state: state! } };
    expect((await victim.call('POST /api/session/provider/answer', answer)).problem).toMatchObject(refused);
    await victim.call('POST /api/session/provider', {});
    expect((await victim.call('POST /api/session/provider/answer', answer)).problem).toMatchObject(refused);
    expect((await attacker.call('POST /api/session/provider/answer', answer)).status).toBe(200);
    expect((await attacker.call('POST /api/session/provider/answer', answer)).problem).toMatchObject(refused);
  });

  test('a code that another browser stole is worth nothing without the proof it was asked with', async () => {
    const [victim, attacker] = [stranger(), stranger()];
    const stolen = await provider.visit((await victim.call('POST /api/session/provider', {})).body.url);
    expect((await comeBack(attacker, { code: stolen.searchParams.get('code')! })).problem).toMatchObject(
      refused,
    );
  });
});

test('a provider that is down, or calls itself otherwise, is said to be', async () => {
  const failing = await startOidcProvider(`${publicUrl}/sign-in/provider`);
  const { issuer } = failing.settings;
  const settings = { ...failing.settings, issuer: `${issuer}/` };
  const other = await startPlatform({ provider: settings, name: 'other' }, platform.database);
  const begin = async () => (await new Client(other.app).call('POST /api/session/provider', {})).problem;
  expect(await begin()).toMatchObject({ status: 502, code: 'provider-failed' });
  settings.issuer = issuer;
  failing.down = true;
  expect(await begin()).toMatchObject({ status: 502, code: 'provider-failed' });
  await failing.close();
  expect(await begin()).toMatchObject({ status: 502, code: 'provider-failed' });
  await other.close();
});
