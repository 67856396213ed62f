import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, type Api } from '../api/contract.ts';
import type { Route } from '../api/http/contract.ts';
import {
  Client,
  invite,
  openInvite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type TestPlatform,
} from './support/app.ts';
import { canary } from './support/challenge.ts';

let platform: TestPlatform;
let manager: Client;
let params: Record<
  'attemptId' | 'submissionId' | 'inviteId' | 'versionId' | 'tokenId' | 'webhookId',
  string
> & {
  deliveryId: string;
};
beforeAll(async () => {
  platform = await startPlatform();
  manager = await signIn(platform);
  const candidate = await startAttempt(platform, await invite(manager));
  const inviteId = crypto.randomUUID();
  const submissionId = await submit(candidate);
  const ids = { inviteId, versionId: '1', tokenId: inviteId, webhookId: inviteId, deliveryId: '1' };
  params = { attemptId: candidate.attemptId, submissionId, ...ids };
});
afterAll(() => platform.close());

const routes = Object.entries(contract) as [keyof Api, Route][];
const keysFor = (wanted: (route: Route) => boolean) =>
  routes.filter(([, route]) => wanted(route)).map(([key]) => key);
const candidateKeys = keysFor((route) => route.who === 'candidate');
const memberKeys = keysFor((route) => Array.isArray(route.who));
const submissionKeys = memberKeys.filter((key) => key.includes(':submissionId'));
const status = async (client: Client, key: keyof Api) => (await client.call(key, { params })).status;

test('the lists below cover every route', () => {
  const anyone = keysFor((route) => route.who === 'anyone');
  expect(anyone.toSorted()).toEqual(['POST /api/invites/open', 'POST /api/session']);
  expect(anyone.length + candidateKeys.length + memberKeys.length).toBe(routes.length);
});

describe('without signing in', () => {
  test.each([...candidateKeys, ...memberKeys])('%s is refused', async (key) => {
    expect(await status(new Client(platform.app), key)).toBe(401);
  });
});

describe('the candidate of another attempt', () => {
  test.each([...candidateKeys, ...memberKeys])('is refused %s', async (key) => {
    const other = await openInvite(platform, await invite(manager));
    const [secret] = Object.values(other.cookies);
    other.cookies[`attempt_${params.attemptId}`] = secret!;
    expect(await status(other, key)).toBe(401);
  });
});

describe('a manager', () => {
  test.each(candidateKeys)('is refused %s', async (key) => {
    expect(await status(manager, key)).toBe(401);
  });

  test.each(submissionKeys)('of another organisation finds nothing at %s', async (key) => {
    const other = await signIn(platform);
    const answer = await other.call(key, { params });
    expect(answer.problem).toMatchObject({ status: 404, code: 'unknown-submission' });
  });
});

test('a role that a route does not name is refused', async () => {
  const author = await signIn(platform, ['author']);
  expect(await status(author, 'GET /api/invites')).toBe(403);
  const reviewer = await signIn(platform, ['reviewer']);
  expect(await status(reviewer, 'GET /api/invites')).toBe(200);
  expect(await status(reviewer, 'POST /api/invites')).toBe(403);
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
