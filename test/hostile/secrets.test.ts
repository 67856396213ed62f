// Guessed, replayed and expired secrets, against an API that nobody has told of its caller.
import { afterAll, beforeAll, expect } from 'vitest';
import { insertOrganisation, insertPerson } from '../../api/person/store.ts';
import { makeSignInLink } from '../../api/person/routes.ts';
import {
  Client,
  invite,
  openInvite,
  publicUrl,
  signIn,
  startPlatform,
  type TestPlatform,
} from '../support/app.ts';
import { attack } from './attack.ts';

let platform: TestPlatform;
let manager: Client;
beforeAll(async () => {
  platform = await startPlatform();
  manager = await signIn(platform);
});
afterAll(() => platform?.close());

/** What one address gets, over and over, until it is slowed down. @returns how often it was heard before */
async function heardFrom(remoteAddress: string, ask: (nth: number) => object): Promise<number> {
  for (let nth = 0; nth < 3000; nth++) {
    const { statusCode } = await platform.app.inject({ remoteAddress, ...ask(nth) });
    if (statusCode === 429) return nth;
    expect([401, 404]).toContain(statusCode);
  }
  return Infinity;
}

attack(36, 'guesses at invites and sign-in links', '429 after 120 a minute', async () => {
  for (const [url, address] of [
    ['/api/invites/open', '203.0.113.1'],
    ['/api/session', '203.0.113.2'],
  ] as const) {
    const ask = (nth: number) => ({
      method: 'POST',
      url,
      payload: { token: `guess${nth}` },
      headers: { origin: publicUrl },
    });
    expect(await heardFrom(address, ask)).toBe(120);
  }
  return 'heard 120 times';
});

attack(36, 'guesses at session cookies and at attempts', '429 after 1,200 a minute', async () => {
  const session = (nth: number) => ({ url: '/api/session', cookies: { session: `guess${nth}` } });
  expect(await heardFrom('203.0.113.3', session)).toBe(1200);
  const { attemptId } = await openInvite(platform, await invite(manager));
  const attempt = (nth: number) => ({
    url: `/api/attempts/${attemptId}`,
    cookies: { [`attempt_${attemptId}`]: `guess${nth}` },
  });
  expect(await heardFrom('203.0.113.4', attempt)).toBe(1200);
  return 'heard 1,200 times';
});

attack(36, 'secrets read from the database', 'not there: only hashes are', async () => {
  const token = await invite(manager);
  const candidate = await openInvite(platform, token);
  const secrets = [token, ...Object.values(candidate.cookies), ...Object.values(manager.cookies)];
  for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  const { sql } = platform.database;
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
  for (const { name } of tables) {
    const rows = await sql.unsafe(`select t::text as text from "${name}" t`);
    const text = JSON.stringify(rows);
    for (const secret of secrets) expect(text.includes(secret), name).toBe(false);
  }
  return `${secrets.length} secrets of 256 bits, ${tables.length} tables`;
});

attack(36, 'links that are used, expired and made up', 'one and the same answer', async () => {
  const answer = async (key: 'POST /api/session' | 'POST /api/invites/open', token: string) => {
    const { problem } = await new Client(platform.app).call(key, { body: { token } });
    return { ...problem, requestId: '' };
  };
  const { sql } = platform.database;
  const organisationId = await insertOrganisation(sql, 'Brightside');
  const person = { organisationId, email: 'eve@example.com', name: 'Eve', roles: ['manager'] };
  const personId = await insertPerson(sql, person);
  const link = async () => (await makeSignInLink(sql, personId, publicUrl, platform.now())).split('/').pop()!;
  const [used, expired, invited] = [await link(), await link(), await invite(manager)];
  expect((await new Client(platform.app).call('POST /api/session', { body: { token: used } })).status).toBe(
    200,
  );
  platform.advance(30 * 86_400_000);
  const unknown = await answer('POST /api/session', 'x'.repeat(43));
  expect(unknown).toMatchObject({ status: 404, code: 'unknown-link' });
  for (const token of [used, expired]) expect(await answer('POST /api/session', token)).toEqual(unknown);
  const unknownInvite = await answer('POST /api/invites/open', 'x'.repeat(43));
  expect(unknownInvite).toMatchObject({ status: 404, code: 'unknown-invite' });
  expect(await answer('POST /api/invites/open', invited)).toEqual(unknownInvite);
  return 'does not work, or no longer works';
});
