import { afterAll, beforeAll, expect, test } from 'vitest';
import { graceMs } from '../api/attempt/attempt.ts';
import { insertSubmission } from '../api/submission/store.ts';
import {
  eventually,
  openInvite,
  startAttempt,
  startPlatform,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from './support/app.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const hour = 60 * 60_000;
const handIn = (candidate: Candidate, treeHash: string) =>
  candidate.call('POST /api/attempts/:attemptId/submission', {
    params: { attemptId: candidate.attemptId },
    body: { treeHash },
  });
const receipt = (candidate: Candidate) =>
  candidate.call('GET /api/attempts/:attemptId/submission', { params: { attemptId: candidate.attemptId } });
const view = async (candidate: Candidate) =>
  (await candidate.call('GET /api/attempts/:attemptId', { params: { attemptId: candidate.attemptId } })).body;
const jobsOf = (submissionId: string) =>
  platform.database.sql`select state from pgboss.job where data->>'submissionId' = ${submissionId}`;

test('what is handed in is what the candidate saw, with a receipt, a job and an end', async () => {
  const candidate = await startAttempt(platform);
  const treeHash = await treeHashOf(candidate);
  const { status, body } = await handIn(candidate, treeHash);
  expect(status).toBe(201);
  expect(body.snapshot).toBe(treeHash);
  expect(await view(candidate)).toMatchObject({
    state: 'submitted',
    actions: [],
    submissionId: body.submissionId,
  });
  expect(await jobsOf(body.submissionId)).toHaveLength(1);
  await eventually(() =>
    expect(platform.sandboxes.pods.map((pod) => pod.spec.owner)).not.toContain(candidate.attemptId),
  );
});

test('handing in again brings the first receipt, and no second job', async () => {
  const candidate = await startAttempt(platform);
  const treeHash = await treeHashOf(candidate);
  const answers = await Promise.all([1, 2, 3].map(() => handIn(candidate, treeHash)));
  answers.push(await handIn(candidate, 'something else'));
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  expect(await jobsOf(answers[0]!.body.submissionId)).toHaveLength(1);
});

test('files that moved since are not handed in', async () => {
  const candidate = await startAttempt(platform);
  const seen = await treeHashOf(candidate);
  await candidate.call('PUT /api/attempts/:attemptId/file', {
    params: { attemptId: candidate.attemptId },
    body: { path: 'server.js', content: 'moved', baseRev: 1 },
  });
  expect((await handIn(candidate, seen)).problem).toMatchObject({ status: 409, code: 'tree-moved' });
  expect((await view(candidate)).state).toBe('running');
});

test('an attempt that was not started cannot be handed in', async () => {
  const candidate = await openInvite(platform);
  expect((await handIn(candidate, 'x')).problem).toMatchObject({ status: 409, code: 'attempt-waiting' });
});

test('at the deadline the last saved files are handed in by the server, and later ones refused', async () => {
  const candidate = await startAttempt(platform);
  await candidate.call('PUT /api/attempts/:attemptId/file', {
    params: { attemptId: candidate.attemptId },
    body: { path: 'last.js', content: 'saved in time', baseRev: 0 },
  });
  const saved = await treeHashOf(candidate);
  platform.advance(hour + graceMs);
  const late = await candidate.call('PUT /api/attempts/:attemptId/file', {
    params: { attemptId: candidate.attemptId },
    body: { path: 'last.js', content: 'too late', baseRev: 1 },
  });
  expect(late.status).toBe(409);
  await eventually(async () => expect((await view(candidate)).state).toBe('submitted'));
  const { body } = await receipt(candidate);
  expect(body.snapshot).toBe(saved);
  const after = await handIn(candidate, saved);
  expect(after.body).toEqual(body);
  const [row] = await platform.database
    .sql`select by_deadline from submission where id = ${body.submissionId}`;
  expect(row).toEqual({ byDeadline: true });
});

test('a save that was on its way at zero is taken, and handed in as in time', async () => {
  const candidate = await startAttempt(platform);
  const params = { attemptId: candidate.attemptId };
  platform.advance(Date.parse((await view(candidate)).deadline!) - platform.now().getTime() + 1000);
  const body = { path: 'last.js', content: 'just in time', baseRev: 0 };
  expect((await candidate.call('PUT /api/attempts/:attemptId/file', { params, body })).status).toBe(200);
  const treeHash = await treeHashOf(candidate);
  const run = await candidate.call('POST /api/attempts/:attemptId/restart', { params, body: { treeHash } });
  expect(run.problem.code).toBe('time-is-up');
  const { status, body: kept } = await handIn(candidate, treeHash);
  expect([status, kept.snapshot]).toEqual([201, treeHash]);
  const [row] = await platform.database.sql`
    select by_deadline from submission where id = ${kept.submissionId}`;
  expect(row).toEqual({ byDeadline: true });
});

test('handing in after the deadline is refused by the statement itself', async () => {
  const candidate = await startAttempt(platform);
  const { deadline } = await view(candidate);
  const draft = { attemptId: candidate.attemptId, snapshotHash: 'none', byDeadline: false };
  const late = { ...draft, submittedAt: new Date(deadline!) };
  expect(await insertSubmission(platform.database.sql, late)).toBeUndefined();
});

test('the act is on record', async () => {
  const candidate = await startAttempt(platform);
  const { body } = await handIn(candidate, await treeHashOf(candidate));
  const rows = await platform.database.sql`select action from audit where subject = ${body.submissionId}`;
  expect(rows).toEqual([{ action: 'submission.made' }]);
});
