import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  Client,
  invite,
  openInvite,
  publicUrl,
  signIn,
  startPlatform,
  type TestPlatform,
} from './support/app.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const open = (token: string) => new Client(platform.app).call('POST /api/invites/open', { body: { token } });

test('a manager invites and gets a link that is told only once', async () => {
  const manager = await signIn(platform);
  const { status, body } = await manager.call('POST /api/invites', {
    body: { challenge: 'parcels', candidateName: 'Ada' },
  });
  expect(status).toBe(201);
  expect(body.link).toMatch(new RegExp(`^${publicUrl}/invite/[\\w-]{43}$`));
  const list = await manager.call('GET /api/invites', {});
  expect(list.body).toEqual([body.invite]);
  expect(list.text).not.toContain(body.link.split('/').pop());
});

test('the invite says what is asked and what is scored before the clock runs', async () => {
  const { body } = await open(await invite(await signIn(platform), 'Ada Lovelace'));
  expect(body).toMatchObject({
    organisation: 'Brightside',
    candidateName: 'Ada Lovelace',
    challenge: { slug: 'parcels', title: 'Lost parcels', minutes: 60, runtimes: ['node'] },
  });
  expect(body.scored.map((item) => item.name)).toEqual(['Correctness', 'Performance', 'Maintainability']);
  expect(body.hiddenChecks).toEqual([{ category: 'Rules', count: 1 }]);
});

test('opening again finds the same attempt, in another browser too', async () => {
  const token = await invite(await signIn(platform));
  const first = await openInvite(platform, token);
  const second = await openInvite(platform, token);
  expect(second.attemptId).toBe(first.attemptId);
  const params = { attemptId: first.attemptId };
  expect((await first.call('GET /api/attempts/:attemptId', { params })).status).toBe(200);
  expect((await second.call('GET /api/attempts/:attemptId', { params })).status).toBe(200);
});

test('unknown, expired and revoked invites get one same answer', async () => {
  const revoked = await invite(await signIn(platform));
  await platform.database.sql`update invite set revoked_at = ${platform.now()}`;
  const expired = await invite(await signIn(platform));
  platform.advance(15 * 86_400_000);
  const answers = [await open('x'.repeat(43)), await open(expired), await open(revoked)];
  const bodies = answers.map(({ problem }) => ({ ...problem, requestId: '' }));
  expect(bodies[0]).toMatchObject({ status: 404, code: 'unknown-invite' });
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[2]).toEqual(bodies[0]);
  expect(answers.flatMap((answer) => answer.cookies)).toEqual([]);
});

test('an invite is for a challenge there is, and for a name', async () => {
  const manager = await signIn(platform);
  const unknown = await manager.call('POST /api/invites', {
    body: { challenge: 'nothing', candidateName: 'Ada' },
  });
  expect(unknown.problem).toMatchObject({ status: 404, code: 'unknown-challenge' });
  const nameless = await manager.call('POST /api/invites', {
    body: { challenge: 'parcels', candidateName: '' },
  });
  expect(nameless.problem).toMatchObject({ status: 400, code: 'bad-input' });
});

test('a manager sees the invites of no other organisation', async () => {
  await invite(await signIn(platform));
  const other = await signIn(platform);
  expect((await other.call('GET /api/invites', {})).body).toEqual([]);
});
