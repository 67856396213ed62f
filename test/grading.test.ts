import { afterEach, expect, test, vi } from 'vitest';
import type { Phase } from '../api/grading/contract.ts';
import { claimGrading, finishGrading } from '../api/grading/store.ts';
import type { Grade } from '../api/grading/worker.ts';
import {
  eventually,
  Client,
  gradeForEver,
  invite,
  signIn,
  startApi,
  startAttempt,
  startPlatform,
  startTestRunner,
  submit,
  type TestPlatform,
} from './support/app.ts';
import { failedReport, gradedReport } from './support/report.ts';

let platform: TestPlatform;
afterEach(() => platform.close());

/** A platform that grades with `grade`, a manager, and the submission of one candidate. */
async function submission(grade: Grade) {
  platform = await startPlatform({ grade });
  const manager = await signIn(platform);
  const candidate = await startAttempt(platform, await invite(manager, 'Ada'));
  return { manager, candidate, submissionId: await submit(candidate) };
}

const gradingOf = async (manager: Client, submissionId: string) =>
  (await manager.call('GET /api/submissions/:submissionId/grading', { params: { submissionId } })).body;
const waitFor = (manager: Client, submissionId: string, state: string) =>
  eventually(async () => expect((await gradingOf(manager, submissionId)).state).toBe(state));
const tries = (submissionId: string) => platform.database.sql`
  select number, outcome, counts from grading where submission_id = ${submissionId} order by number`;

test('a submission is graded once, on the frozen files, with the phases shown as they pass', async () => {
  const phases: Phase[] = [{ name: 'build', title: 'Building', state: 'running' }];
  const { promise, resolve } = Promise.withResolvers<void>();
  const grade = vi.fn<Grade>(async (_, input, { onPhases }) => {
    onPhases(phases);
    await promise;
    return { report: gradedReport({ seed: input.seed }), evidence: { windows: [1] } };
  });
  const { manager, submissionId } = await submission(grade);
  await eventually(async () =>
    expect(await gradingOf(manager, submissionId)).toEqual({
      submissionId,
      candidateName: 'Ada',
      challenge: { slug: 'parcels', title: 'Lost parcels' },
      state: 'running',
      phases,
    }),
  );
  resolve();
  await waitFor(manager, submissionId, 'finished');
  expect(grade).toHaveBeenCalledOnce();
  const { tree, runtime, challenge } = grade.mock.calls[0]![1];
  expect([[...tree.keys()], runtime, challenge.slug]).toEqual([
    ['lib/parcels.js', 'server.js'],
    'node',
    'parcels',
  ]);
  const [invited] = (await manager.call('GET /api/invites', { query: {} })).body.invites;
  expect(invited).toMatchObject({ state: 'graded', outcome: 'graded', band: 'solid', submissionId });
});

test('our failure is tried again and costs the candidate nothing', async () => {
  const grade = vi
    .fn<Grade>()
    .mockRejectedValueOnce(new Error('Docker went away'))
    .mockResolvedValueOnce({ report: failedReport('our_failure'), evidence: null })
    .mockResolvedValueOnce({ report: gradedReport(), evidence: null });
  const { manager, submissionId } = await submission(grade);
  await waitFor(manager, submissionId, 'finished');
  expect(await tries(submissionId)).toEqual([
    { number: 1, outcome: 'our_failure', counts: false },
    { number: 2, outcome: 'our_failure', counts: false },
    { number: 3, outcome: 'graded', counts: true },
  ]);
});

test('an engine that goes away under a grading costs no try', async () => {
  const grade = vi
    .fn<Grade>()
    .mockImplementationOnce(async () => {
      platform.sandboxes.down = true;
      setTimeout(() => (platform.sandboxes.down = false), 300);
      return { report: failedReport('our_failure'), evidence: null };
    })
    .mockResolvedValueOnce({ report: gradedReport(), evidence: null });
  const { manager, submissionId } = await submission(grade);
  await waitFor(manager, submissionId, 'finished');
  // Tries that failed are counted by their reports.
  const rows = await platform.database.sql`
    select outcome, report is null as cut from grading where submission_id = ${submissionId} order by number`;
  expect(rows).toEqual([
    { outcome: 'our_failure', cut: true },
    { outcome: 'graded', cut: false },
  ]);
});

test('the third failure of ours is recorded as what it is', async () => {
  const { manager, submissionId } = await submission(() => Promise.reject(new Error('no disk left')));
  await waitFor(manager, submissionId, 'finished');
  const { body } = await manager.call('GET /api/submissions/:submissionId/scorecard', {
    params: { submissionId },
  });
  expect(body.report.outcome).toBe('our_failure');
  expect(body.sentence).toMatch(/^We could not measure this: no disk left\./);
  expect(await tries(submissionId)).toHaveLength(3);
});

test("the candidate's failure stands at once", async () => {
  const grade = vi.fn<Grade>(async () => ({ report: failedReport('candidate_failure'), evidence: null }));
  const { manager, submissionId } = await submission(grade);
  await waitFor(manager, submissionId, 'finished');
  expect(grade).toHaveBeenCalledOnce();
});

test('a try that was overtaken writes nothing, and only one counts', async () => {
  const { manager, submissionId } = await submission(gradeForEver);
  await waitFor(manager, submissionId, 'running');
  const { sql } = platform.database;
  const asked = { submissionId, jobId: crypto.randomUUID(), runner: 'other', startedAt: new Date() };
  const [slow, quick] = [await claimGrading(sql, asked), await claimGrading(sql, asked)];
  const result = { report: gradedReport(), evidence: null, counts: true, finishedAt: new Date() };
  expect(await finishGrading(sql, slow!, result)).toBe(false);
  expect(await finishGrading(sql, quick!, result)).toBe(true);
  expect(await finishGrading(sql, quick!, result)).toBe(false);
  expect(await claimGrading(sql, asked)).toBeUndefined();
  expect((await tries(submissionId)).filter((row) => row['counts'])).toHaveLength(1);
});

test('a grading whose process died is taken up again when the process is back', async () => {
  const { manager, submissionId } = await submission(gradeForEver);
  await waitFor(manager, submissionId, 'running');
  // The first process gets no chance to give anything back; its name is the second one's too.
  const grade = vi.fn<Grade>(async () => ({ report: gradedReport(), evidence: null }));
  const again = await startPlatform({ grade }, platform.database);
  await waitFor(manager, submissionId, 'finished');
  expect(grade).toHaveBeenCalledOnce();
  expect((await tries(submissionId)).map((row) => row['counts'])).toEqual([false, true]);
  await again.close();
});

test('a process that stops begins no other grading, and the next one grades them all', async () => {
  platform = await startApi();
  const manager = await signIn(platform);
  const held = vi.fn<Grade>(gradeForEver);
  const leaving = await startTestRunner(platform.database, { name: 'leaving', grade: held });
  const handedIn = [];
  for (const name of ['Ada', 'Grace'])
    handedIn.push(await submit(await startAttempt(platform, await invite(manager, name))));
  await eventually(() => expect(held).toHaveBeenCalledOnce());
  await leaving.stop();
  expect(held).toHaveBeenCalledOnce();
  const grade = vi.fn<Grade>(async () => ({ report: gradedReport(), evidence: null }));
  const next = await startTestRunner(platform.database, { name: 'next', grade });
  for (const submissionId of handedIn) await waitFor(manager, submissionId, 'finished');
  await next.stop();
});
