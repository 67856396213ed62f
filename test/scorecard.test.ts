import { afterEach, expect, test } from 'vitest';
import type { Report } from '../api/grading/report.ts';
import {
  eventually,
  invite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  treeHashOf,
  type TestPlatform,
} from './support/app.ts';
import { hashOfArchive } from './support/archive.ts';
import { failedReport, gradedReport } from './support/report.ts';

let platform: TestPlatform;
afterEach(() => platform.close());

/** What the manager reads when the grading brought `report`. */
async function scorecardOf(report: Report) {
  platform = await startPlatform({ grade: async () => ({ report, evidence: null }) });
  const manager = await signIn(platform);
  const submissionId = await submit(await startAttempt(platform, await invite(manager, 'Ada')));
  const read = () =>
    manager.call('GET /api/submissions/:submissionId/scorecard', { params: { submissionId } });
  await eventually(async () => expect((await read()).status).toBe(200));
  return (await read()).body;
}

test('a scorecard brings the whole report, in words and in numbers', async () => {
  const report = gradedReport();
  const scorecard = await scorecardOf(report);
  expect(scorecard).toMatchObject({
    candidateName: 'Ada',
    challenge: { slug: 'parcels', title: 'Lost parcels' },
    sentence: 'Yes: it holds 310 requests a second, 3.1 times what the brief asks.',
    holds: '310',
  });
  expect(scorecard.facts).toHaveLength(4);
  expect(scorecard.questions.length).toBeGreaterThanOrEqual(3);
  expect(scorecard.risks[0]).toMatchObject({ anchor: '#changes' });
  expect(scorecard.report).toEqual(report);
});

test("a candidate's failure comes with the last lines the service wrote", async () => {
  const report = failedReport('candidate_failure', { log: ['Error: no such table', 'exit 1'] });
  const scorecard = await scorecardOf(report);
  expect(scorecard.report).toEqual(report);
  expect(scorecard.facts).toEqual([]);
});

test('there is no scorecard before a grading counts', async () => {
  platform = await startPlatform();
  const manager = await signIn(platform);
  const submissionId = await submit(await startAttempt(platform, await invite(manager)));
  const params = { submissionId };
  const { problem } = await manager.call('GET /api/submissions/:submissionId/scorecard', { params });
  expect(problem).toMatchObject({ status: 404, code: 'not-graded' });
});

test('the files can be had as they were handed in', async () => {
  platform = await startPlatform({ grade: async () => ({ report: gradedReport(), evidence: null }) });
  const manager = await signIn(platform);
  const candidate = await startAttempt(platform, await invite(manager));
  const handedIn = await treeHashOf(candidate);
  const params = { submissionId: await submit(candidate) };
  const { rawPayload } = await platform.app.inject({
    url: `/api/submissions/${params.submissionId}/files`,
    cookies: manager.cookies,
  });
  expect(await hashOfArchive(rawPayload)).toBe(handedIn);
});

test('what a report does not declare is not sent', async () => {
  const report = { ...gradedReport(), hiddenSuite: 'secret-suite' };
  expect(JSON.stringify(await scorecardOf(report))).not.toContain('secret-suite');
});
