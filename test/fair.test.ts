// What makes an attempt fair: time that is given back or added, rules that are signed, a way out, practice, and what a candidate
// keeps afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { practiceSlug } from '../api/challenge/practice.ts';
import type { Grade } from '../api/grading/worker.ts';
import {
  Client,
  eventually,
  invite,
  openInvite,
  readInvite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from './support/app.ts';
import { parcels, tree } from './support/challenge.ts';
import { hashOfArchive } from './support/archive.ts';
import { gradedReport } from './support/report.ts';

const practice = {
  ...parcels,
  slug: practiceSlug,
  digest: 'practice',
  starters: { node: tree({ 'server.js': 'hello();\n' }), go: tree({ 'main.go': 'hello()\n' }) },
};
const challenges = new Map([parcels, practice].map((challenge) => [challenge.slug, challenge]));
const grade: Grade = async () => ({ report: gradedReport(), evidence: null });

let platform: TestPlatform;
let manager: Client;
beforeAll(async () => {
  platform = await startPlatform({ challenges, grade });
  manager = await signIn(platform);
});
afterAll(() => platform.close());

const paramsOf = ({ attemptId }: Candidate) => ({ attemptId });
const view = async (candidate: Candidate) =>
  (await candidate.call('GET /api/attempts/:attemptId', { params: paramsOf(candidate) })).body;
const start = (candidate: Candidate) =>
  candidate.call('POST /api/attempts/:attemptId/start', {
    params: paramsOf(candidate),
    body: { runtime: 'node' },
  });
const withdraw = (candidate: Candidate) =>
  candidate.call('POST /api/attempts/:attemptId/withdrawal', { params: paramsOf(candidate) });
const listed = async (candidate: Candidate, by = manager) => {
  const { sql } = platform.database;
  const [row] = await sql<{ id: string }[]>`
    select invite_id as id from attempt where id = ${candidate.attemptId}`;
  return (await by.call('GET /api/invites', { query: {} })).body.invites.find(({ id }) => id === row?.id)!;
};
const minutes = (from: string | null, to: string | null) => (Date.parse(to!) - Date.parse(from!)) / 60_000;
const auditOf = async (subject: string) =>
  (
    await platform.database.sql<{ action: string }[]>`select action from audit where subject = ${subject}`
  ).map(({ action }) => action);

describe('the rules', () => {
  test('are signed before the clock can start, once', async () => {
    const candidate = await readInvite(platform, await invite(manager, 'Ada', { aiRule: 'none' }));
    expect((await start(candidate)).problem).toMatchObject({ status: 409, code: 'not-signed' });
    const sign = (name: string) =>
      candidate.call('POST /api/attempts/:attemptId/signature', {
        params: paramsOf(candidate),
        body: { name },
      });
    expect((await sign('   ')).problem.code).toBe('bad-input');
    const { terms } = (await sign(' Ada Lovelace ')).body;
    expect(terms).toMatchObject({ aiRule: 'none', signature: { name: 'Ada Lovelace' } });
    expect((await sign('Somebody else')).body.terms.signature).toEqual(terms.signature);
    expect((await start(candidate)).status).toBe(200);
    expect(await auditOf(candidate.attemptId)).toContain('attempt.signed');
  });

  test('ask what helped only where they say so', async () => {
    const tell = (candidate: Candidate) =>
      candidate.call('POST /api/attempts/:attemptId/disclosure', {
        params: paramsOf(candidate),
        body: { text: 'An assistant wrote the SQL.' },
      });
    const open = await startAttempt(platform, await invite(manager));
    expect((await tell(open)).problem).toMatchObject({ status: 409, code: 'not-asked' });
    const asked = await startAttempt(platform, await invite(manager, 'Ada', { aiRule: 'disclosed' }));
    await submit(asked);
    expect((await tell(asked)).body.terms.disclosure).toBe('An assistant wrote the SQL.');
  });
});

describe('time', () => {
  test('that the invite adds is in the deadline', async () => {
    const candidate = await startAttempt(platform, await invite(manager, 'Ada', { extraTime: 1.5 }));
    const { startedAt, deadline, terms } = await view(candidate);
    expect(minutes(startedAt, deadline)).toBe(90);
    expect(terms).toMatchObject({ minutes: 90, extraMinutes: 30 });
  });

  test('can be asked for, and is answered by adding it, before the start and after', async () => {
    const candidate = await openInvite(platform, await invite(manager));
    const text = 'I use a screen reader.';
    const params = paramsOf(candidate);
    await candidate.call('POST /api/attempts/:attemptId/accommodation', { params, body: { text } });
    const { id } = await listed(candidate);
    expect(await listed(candidate)).toMatchObject({ accommodation: text, extraTime: 1 });
    const give = (extraTime: number, by = manager) =>
      by.call('PUT /api/invites/:inviteId/extra-time', { params: { inviteId: id }, body: { extraTime } });
    expect((await give(2)).body.extraTime).toBe(2);
    expect((await give(1.25)).body.extraTime).toBe(1.25);
    expect((await view(candidate)).terms.minutes).toBe(75);
    await start(candidate);
    await eventually(async () => expect((await view(candidate)).state).toBe('running'));
    expect((await give(1)).problem.code).toBe('time-promised');
    await give(2);
    const { startedAt, deadline } = await view(candidate);
    expect(minutes(startedAt, deadline)).toBe(120);
    expect((await give(2, await signIn(platform))).problem).toMatchObject({ status: 404 });
    expect(await auditOf(id)).toEqual(['invite.created', ...Array<string>(3).fill('invite.extra-time')]);
    await withdraw(candidate);
    expect((await give(3)).problem.code).toBe('attempt-over');
  });

  test('is nothing that a reviewer is told of', async () => {
    const { sql } = platform.database;
    const candidate = await openInvite(platform, await invite(manager, 'Ada', { extraTime: 3 }));
    const [row] = await sql<{ id: string }[]>`
      select person.id from person join invite on invite.created_by = person.id
      join attempt on invite_id = invite.id where attempt.id = ${candidate.attemptId}`;
    await sql`update person set roles = array['reviewer'] where id = ${row?.id}`;
    expect(await listed(candidate)).toMatchObject({ accommodation: null, extraTime: null });
    await sql`update person set roles = array['manager'] where id = ${row?.id}`;
    expect(await listed(candidate)).toMatchObject({ extraTime: 3 });
  });

  test('without a sandbox stands still, and is shown as given back', async () => {
    const candidate = await startAttempt(platform, await invite(manager));
    const before = await view(candidate);
    expect(before).toMatchObject({ clockStands: false, outages: [] });
    // Taken away, and to be opened again in a moment.
    await platform.database.sql`
      update workspace set process = null, ready_at = null, lost_at = clock_timestamp(),
        wanted_at = clock_timestamp() + interval '1 second'
      where attempt_id = ${candidate.attemptId}`;
    expect((await view(candidate)).clockStands).toBe(true);
    await eventually(async () => expect((await view(candidate)).workspace.sandbox).toBe('ready'));
    const { clockStands, outages, deadline } = await view(candidate);
    expect([clockStands, outages.length, outages[0]?.reason]).toEqual([false, 1, 'sandbox']);
    const given = Date.parse(outages[0]!.endedAt) - Date.parse(outages[0]!.beganAt);
    expect(Date.parse(deadline!) - Date.parse(before.deadline!)).toBeCloseTo(given, -1);
  });
});

describe('withdrawing', () => {
  test('ends the work and its sandbox, and nothing is graded', async () => {
    const candidate = await startAttempt(platform, await invite(manager));
    expect((await withdraw(candidate)).body).toMatchObject({ state: 'withdrawn', actions: [] });
    expect((await withdraw(candidate)).status).toBe(200);
    expect(await listed(candidate)).toMatchObject({ state: 'withdrawn', submissionId: null });
    await eventually(() =>
      expect(platform.sandboxes.pods.map(({ spec }) => spec.owner)).not.toContain(candidate.attemptId),
    );
    const params = paramsOf(candidate);
    const late = await candidate.call('POST /api/attempts/:attemptId/submission', {
      params,
      body: { treeHash: await treeHashOf(candidate) },
    });
    expect(late.problem).toMatchObject({ status: 409, code: 'attempt-withdrawn' });
    expect(await auditOf(candidate.attemptId)).toEqual(
      expect.arrayContaining(['attempt.started', 'attempt.withdrawn']),
    );
  });

  test('is possible before the start, and not after handing in', async () => {
    const early = await openInvite(platform, await invite(manager));
    expect((await withdraw(early)).body.state).toBe('withdrawn');
    expect((await start(early)).problem.code).toBe('attempt-withdrawn');
    const late = await startAttempt(platform, await invite(manager));
    await submit(late);
    expect((await withdraw(late)).problem.code).toBe('attempt-submitted');
  });
});

describe('practice', () => {
  const practise = async (candidate: Candidate, runtime = 'node') => {
    const { body, problem } = await candidate.call('POST /api/attempts/:attemptId/practice', {
      params: paramsOf(candidate),
      body: { runtime },
    });
    const practising = Object.assign(new Client(platform.app), { attemptId: body.attemptId });
    practising.cookies = candidate.cookies;
    return { practising, problem };
  };
  const running = (candidate: Candidate) =>
    eventually(async () => expect((await view(candidate)).state).toBe('running'));
  const save = (candidate: Candidate) =>
    candidate.call('PUT /api/attempts/:attemptId/file', {
      params: paramsOf(candidate),
      body: { path: 'mine.js', content: 'mine', baseRev: 0 },
    });

  test('has no clock, is never handed in, and is there again the next time', async () => {
    const candidate = await readInvite(platform, await invite(manager));
    const { practising } = await practise(candidate);
    await running(practising);
    expect(await view(practising)).toMatchObject({
      actions: ['edit', 'run'],
      deadline: null,
      practiceOf: candidate.attemptId,
      challenge: { slug: practiceSlug },
    });
    expect((await save(practising)).status).toBe(200);
    const { attemptId } = practising;
    const saved = await treeHashOf(practising);
    const body = { treeHash: saved };
    const handIn = await practising.call('POST /api/attempts/:attemptId/submission', {
      params: { attemptId },
      body,
    });
    expect(handIn.status).toBe(409);
    platform.advance(24 * 60 * 60_000);
    expect((await practise(candidate)).practising.attemptId).toBe(attemptId);
    expect(await treeHashOf(practising)).toBe(saved);
  });

  test('begins anew in another language, and ends when the clock starts', async () => {
    const candidate = await openInvite(platform, await invite(manager));
    const { practising } = await practise(candidate);
    await running(practising);
    await save(practising);
    expect((await practise(candidate, 'go')).practising.attemptId).toBe(practising.attemptId);
    await running(practising);
    const { body } = await practising.call('GET /api/attempts/:attemptId/files', {
      params: paramsOf(practising),
    });
    expect(body.files.map(({ path }) => path)).toEqual(['main.go']);
    await start(candidate);
    await running(candidate);
    expect((await view(practising)).state).toBe('over');
    expect((await practise(candidate)).problem.code).toBe('attempt-running');
  });

  test('is nothing that a manager sees, or can invite to', async () => {
    const candidate = await readInvite(platform, await invite(manager));
    const { practising } = await practise(candidate);
    await running(practising);
    expect((await listed(candidate)).state).toBe('opened');
    const { body: offered } = await manager.call('GET /api/challenges', {});
    expect(offered.map(({ slug }) => slug)).toEqual([parcels.slug]);
    const asked = await manager.call('POST /api/invites', {
      body: { challenge: practiceSlug, candidateName: 'Ada' },
    });
    expect(asked.problem.code).toBe('unknown-challenge');
    const { sql } = platform.database;
    expect(await sql`select 1 from timeline where attempt_id = ${practising.attemptId}`).toEqual([]);
  });

  test('is for whoever holds the invite alone', async () => {
    const candidate = await readInvite(platform, await invite(manager));
    const { practising } = await practise(candidate);
    const stranger = await readInvite(platform, await invite(manager));
    const { status } = await stranger.call('GET /api/attempts/:attemptId', { params: paramsOf(practising) });
    expect(status).toBe(401);
  });
});

describe('afterwards', () => {
  const download = async (candidate: Candidate) => {
    const url = `/api/attempts/${candidate.attemptId}/code`;
    return platform.app.inject({ url, cookies: candidate.cookies });
  };

  test('the code to download is the code that is graded', async () => {
    const candidate = await startAttempt(platform, await invite(manager));
    const seen = await treeHashOf(candidate);
    await submit(candidate);
    const { headers, rawPayload } = await download(candidate);
    expect(headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition': 'attachment; filename="parcels.tar.gz"',
    });
    expect(await hashOfArchive(rawPayload)).toBe(seen);
  });

  test('before the start there is none', async () => {
    expect((await download(await openInvite(platform, await invite(manager)))).statusCode).toBe(404);
  });

  test('the result is shown where the invite says so, without anything of the hidden checks', async () => {
    const result = (candidate: Candidate) =>
      candidate.call('GET /api/attempts/:attemptId/result', { params: paramsOf(candidate) });
    const closed = await startAttempt(platform, await invite(manager));
    await submit(closed);
    expect((await result(closed)).problem).toMatchObject({ status: 404, code: 'not-shared' });
    const shared = await startAttempt(platform, await invite(manager, 'Ada', { sharesResult: true }));
    expect((await result(shared)).problem.code).toBe('not-shared');
    await submit(shared);
    await eventually(async () => expect((await result(shared)).body.outcome).toBe('graded'));
    const { body, text } = await result(shared);
    const report = gradedReport();
    expect(body).toMatchObject({ outcome: 'graded', band: report.band });
    for (const check of report.checks) expect(text).not.toContain(check.name);
    expect(text).not.toMatch(/message|mustFix|seed/);
  });
});
