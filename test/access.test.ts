// What the table of roles does not tell: which doors are open, and what is said behind those that are. role-table.test.ts tries
// every door as everybody.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract, type Api } from '../api/contract.ts';
import type { Route } from '../api/http/contract.ts';
import { roles } from '../api/http/roles.ts';
import {
  Client,
  invite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type TestPlatform,
} from './support/app.ts';
import { canary } from './support/challenge.ts';

let platform: TestPlatform;
let manager: Client;
let params: Record<string, string>;
beforeAll(async () => {
  platform = await startPlatform();
  manager = await signIn(platform);
  const candidate = await startAttempt(platform, await invite(manager));
  const [inviteId, shareId] = [crypto.randomUUID(), crypto.randomUUID()];
  const submissionId = await submit(candidate);
  const ids = { inviteId, shareId, reviewId: inviteId, tokenId: inviteId, webhookId: inviteId };
  params = { attemptId: candidate.attemptId, submissionId, versionId: '1', deliveryId: '1', ...ids };
});
afterAll(() => platform.close());

const routes = Object.entries(contract) as [keyof Api, Route][];
const keysFor = (wanted: (route: Route) => boolean) =>
  routes.filter(([, route]) => wanted(route)).map(([key]) => key);
const candidateKeys = keysFor((route) => route.who === 'candidate');
const memberKeys = keysFor((route) => Array.isArray(route.who));
const submissionKeys = memberKeys.filter((key) => key.includes(':submissionId'));
/** What a call must bring to get as far as being looked up. */
const bodies: Partial<Record<keyof Api, object>> = {
  'POST /api/submissions/:submissionId/review': { reviewers: ['1', '2'] },
  'POST /api/submissions/:submissionId/review/third': { reviewer: '1' },
  'POST /api/submissions/:submissionId/review/hand-over': { from: '1', to: '2' },
  'POST /api/submissions/:submissionId/decisions': { verdict: 'no', reason: 'It is not ours.' },
  'POST /api/submissions/:submissionId/overrides': {
    what: 'overall',
    band: 'solid',
    reason: 'It is not ours.',
  },
  'POST /api/reviews/:reviewId/answers': { answers: [] },
};
const status = async (client: Client, key: keyof Api) => (await client.call(key, { params })).status;

test("only these are open to anyone; every other is a candidate's or a person's", () => {
  const anyone = keysFor((route) => route.who === 'anyone');
  expect(anyone.toSorted()).toEqual([
    'GET /api/sign-in',
    'POST /api/invites/open',
    'POST /api/session',
    'POST /api/session/password',
    'POST /api/session/provider',
    'POST /api/session/provider/answer',
    'POST /api/shares/open',
    'POST /api/sign-in/link',
  ]);
  expect(anyone.length + candidateKeys.length + memberKeys.length).toBe(routes.length);
});

test.each(submissionKeys)('a manager of another organisation finds nothing at %s', async (key) => {
  const answer = await (await signIn(platform)).call(key, { params, body: bodies[key] } as never);
  expect(answer.problem).toMatchObject({ status: 404, code: 'unknown-submission' });
});

test.each(memberKeys.filter((key) => key.includes(':reviewId')))(
  'a reviewer who is not asked finds nothing at %s',
  async (key) => {
    const reviewer = await signIn(platform, ['blind-reviewer']);
    const answer = await reviewer.call(key, { params, body: bodies[key] } as never);
    expect(answer.problem).toMatchObject({ status: 404, code: 'unknown-review' });
  },
);

test('a blind reviewer reads nothing but what they are asked to review', async () => {
  const open = keysFor(({ who }) => who.includes('blind-reviewer') && who.length < roles.length);
  expect(open.toSorted()).toEqual([
    'GET /api/reviews',
    'GET /api/reviews/:reviewId',
    'GET /api/reviews/answered',
    'POST /api/reviews/:reviewId/answers',
  ]);
  const blind = await signIn(platform, ['blind-reviewer']);
  for (const key of submissionKeys) expect(await status(blind, key), key).toBe(403);
});

test('who calls is asked before what they send is read', async () => {
  const body = { path: 7, nonsense: 'x'.repeat(1000) };
  const answer = await new Client(platform.app).call('PUT /api/attempts/:attemptId/file', {
    params,
    body,
  } as never);
  expect(answer.status).toBe(401);
});

test('nothing a candidate can read holds the hidden suite or a reference', async () => {
  const token = await invite(manager);
  const candidate = await startAttempt(platform, token);
  const mine = { attemptId: candidate.attemptId };
  const answers: { text: string }[] = [await candidate.call('POST /api/invites/open', { body: { token } })];
  for (const key of candidateKeys.filter((name) => name.startsWith('GET')))
    answers.push(await candidate.call(key, { params: mine, query: { path: 'server.js' } } as never));
  const text = answers.map((answer) => answer.text).join('\n');
  expect(text).toContain('Lost parcels');
  for (const secret of [
    canary,
    'checks/hidden',
    'suites',
    'references',
    'duet',
    'secretHash',
    'organisationId',
  ])
    expect(text).not.toContain(secret);
  const [pod] = platform.sandboxes.pods.filter((one) => one.spec.owner === candidate.attemptId);
  expect(JSON.stringify([...pod!.files].map(String))).not.toContain(canary);
});
