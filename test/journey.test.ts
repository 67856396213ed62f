// The story as one test, on real Docker and real PostgreSQL: from an invite to a scorecard, on a platform that first proves
// that its sandboxes hold. The challenge is a tiny one whose starter cannot add; the browser walks the same way with a whole one.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { grade } from '../api/grading/grade.ts';
import type { GradedReport } from '../api/grading/report.ts';
import type { Sandboxes } from '../api/sandbox/sandboxes.ts';
import {
  Client,
  signIn,
  startPlatform,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from './support/app.ts';
import { testSandboxes, treeOf } from './support/pods.ts';
import { honest, tiny } from './support/tiny.ts';

let sandboxes: Sandboxes;
let platform: TestPlatform;
let manager: Client;
let candidate: Candidate;
let submissionId: string;

beforeAll(async () => {
  const faulty = String(honest.get('server.ts')).replace(`get('a')) +`, `get('a')) -`);
  const starters = { node: treeOf({ 'server.ts': faulty }) };
  sandboxes = await testSandboxes();
  platform = await startPlatform({
    sandboxes,
    challenges: new Map([[tiny.slug, { ...tiny, starters }]]),
    grade,
  });
});
afterAll(async () => {
  await platform?.close();
});

const at = () => ({ params: { attemptId: candidate.attemptId } });

test('a manager invites a candidate to the challenge', async () => {
  manager = await signIn(platform);
  const { body: challenges } = await manager.call('GET /api/challenges', {});
  expect(challenges.map(({ slug }) => slug)).toEqual([tiny.slug]);
  const { status, body } = await manager.call('POST /api/invites', {
    body: { challenge: tiny.slug, candidateName: 'Ada' },
  });
  expect(status).toBe(201);
  const client = new Client(platform.app);
  const token = body.link!.split('/').pop() as string;
  const opened = await client.call('POST /api/invites/open', { body: { token } });
  expect(opened.body.challenge.minutes).toBe(60);
  expect(opened.body.hiddenChecks).toEqual([{ category: 'Rules', count: 2 }]);
  candidate = Object.assign(client, { attemptId: opened.body.attemptId });
});

test('the clock starts when the sandbox answers', async () => {
  const before = await candidate.call('GET /api/attempts/:attemptId', at());
  expect(before.body).toMatchObject({ state: 'waiting', startedAt: null });
  await candidate.call('POST /api/attempts/:attemptId/signature', { ...at(), body: { name: 'Ada' } });
  await candidate.call('POST /api/attempts/:attemptId/start', { ...at(), body: { runtime: 'node' } });
  await vi.waitFor(
    async () => {
      const { body } = await candidate.call('GET /api/attempts/:attemptId', at());
      expect(body).toMatchObject({ state: 'running', workspace: { sandbox: 'ready', service: 'running' } });
      expect(Date.parse(body.deadline as string) - Date.parse(body.startedAt as string)).toBe(60 * 60_000);
    },
    { timeout: 120_000, interval: 500 },
  );
});

test('an edit is saved, runs after a restart, and shows in the log', async () => {
  const query = { path: 'server.ts' };
  const { body: file } = await candidate.call('GET /api/attempts/:attemptId/file', { ...at(), query });
  const content = `${file.content}\nconsole.log('the candidate was here');\n`;
  const saved = await candidate.call('PUT /api/attempts/:attemptId/file', {
    ...at(),
    body: { path: 'server.ts', content, baseRev: file.rev },
  });
  expect(saved.body.rev).toBe(file.rev + 1);
  const { treeHash } = saved.body;
  expect(
    (await candidate.call('POST /api/attempts/:attemptId/restart', { ...at(), body: { treeHash } })).status,
  ).toBe(200);
  await vi.waitFor(
    async () => {
      const { body } = await candidate.call('GET /api/attempts/:attemptId/log', at());
      expect(body.text).toContain('the candidate was here');
    },
    { timeout: 30_000, interval: 500 },
  );
});

test('a request by hand is answered by the service', async () => {
  await vi.waitFor(
    async () => {
      const { body } = await candidate.call('POST /api/attempts/:attemptId/request', {
        ...at(),
        body: { method: 'GET', path: '/sum?a=3&b=2', headers: {} },
      });
      expect(body.status).toBe(200);
      expect(JSON.parse(body.body)).toEqual({ sum: 1 });
    },
    { timeout: 30_000, interval: 500 },
  );
});

test('the visible checks say what the starter gets wrong', async () => {
  const treeHash = await treeHashOf(candidate);
  const { body } = await candidate.call('POST /api/attempts/:attemptId/checks', {
    ...at(),
    body: { treeHash },
  });
  expect(body.checks.map(({ name, passed }) => [name, passed])).toEqual([
    ['two and three are five', false],
    ['a note is taken', true],
  ]);
  expect(body.checks[0]?.message).toContain('sum');
}, 90_000);

test('handing in freezes exactly the files the candidate saw', async () => {
  const treeHash = await treeHashOf(candidate);
  const { status, body } = await candidate.call('POST /api/attempts/:attemptId/submission', {
    ...at(),
    body: { treeHash },
  });
  expect(status).toBe(201);
  expect(body.snapshot).toBe(treeHash);
  submissionId = body.submissionId;
});

/** The phases of the grading that were seen while they ran; it runs once, however often the test is tried. */
const seen = new Set<string>();

test('the grading shows its phases and ends in a scorecard', async () => {
  const params = { submissionId };
  await vi.waitFor(
    async () => {
      const { body } = await manager.call('GET /api/submissions/:submissionId/grading', { params });
      for (const phase of body.phases) if (phase.state === 'running') seen.add(phase.name);
      expect(body.state).toBe('finished');
    },
    { timeout: 240_000, interval: 50 },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['checks', 'saturated', 'steady', 'ladder']));
  const { body } = await manager.call('GET /api/submissions/:submissionId/scorecard', { params });
  expect(body.report.outcome).toBe('graded');
  const report = body.report as GradedReport;
  expect(report.snapshot).toMatch(/^[0-9a-f]{64}$/);
  expect(report.band).toBe('below');
  expect(report.knee.rps).toBeLessThan(report.referenceKnee.rps);
  expect(report.load.length).toBeGreaterThan(0);
  expect(report.referenceLoad.length).toBeGreaterThan(1);
  expect(body.sentence).not.toBe('');
  const changes = await manager.call('GET /api/submissions/:submissionId/changes', { params });
  expect(changes.body.files.map(({ path }) => path)).toEqual(['server.ts']);
}, 260_000);
