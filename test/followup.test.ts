// A follow-up: the work that was handed in is opened again, for its candidate and an interviewer together. Sandboxes in memory.
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, type Api } from '../api/contract.ts';
import type { Route } from '../api/http/contract.ts';
import {
  Client,
  eventually,
  invite,
  publicUrl,
  readInvite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from './support/app.ts';
import { signInBeside } from './support/colleague.ts';
import { graded, inviteOf, save } from './support/life.ts';
import { gradedReport } from './support/report.ts';
import { openSocket } from './support/socket.ts';

let platform: TestPlatform;
let manager: Client;
let base: string;
/** Gradings wait for it. */
let measured = Promise.resolve();
beforeAll(async () => {
  platform = await startPlatform({
    grade: async () => {
      await measured;
      return { report: gradedReport(), evidence: null };
    },
  });
  platform.sandboxes.service = (_, response) => response.end('ok');
  base = await platform.app.listen({ host: '127.0.0.1', port: 0 });
  manager = await signIn(platform);
});
afterAll(() => platform.close());

interface Work {
  candidate: Candidate;
  submissionId: string;
  snapshot: string;
}

/** Somebody whose work is graded. */
async function handedIn(): Promise<Work> {
  const candidate = await startAttempt(platform, await invite(manager));
  await save(candidate, 'mine.js', 'as handed in\n');
  const snapshot = await treeHashOf(candidate);
  const submissionId = await submit(candidate);
  await graded(manager, submissionId);
  return { candidate, submissionId, snapshot };
}

const open = (submissionId: string, by = manager) =>
  by.call('POST /api/submissions/:submissionId/follow-up', { params: { submissionId } });
const look = async (submissionId: string) =>
  (await manager.call('GET /api/submissions/:submissionId/follow-up', { params: { submissionId } })).body;
const end = (submissionId: string) =>
  manager.call('DELETE /api/submissions/:submissionId/follow-up', { params: { submissionId } });
const toldTo = async (candidate: Candidate) =>
  (await candidate.call('GET /api/attempts/:attemptId/follow-up', { params: paramsOf(candidate) })).body.open;

/** The same browser, in another attempt. */
function within(client: Client, attemptId: string): Candidate {
  return Object.assign(new Client(platform.app), { attemptId, cookies: client.cookies });
}

const view = async (candidate: Candidate) =>
  (await candidate.call('GET /api/attempts/:attemptId', { params: paramsOf(candidate) })).body;
const paramsOf = ({ attemptId }: Candidate) => ({ attemptId });
const read = (candidate: Candidate, path: string) =>
  candidate.call('GET /api/attempts/:attemptId/file', { params: paramsOf(candidate), query: { path } });
const write = (candidate: Candidate, path: string, content: string, baseRev: number) =>
  candidate.call('PUT /api/attempts/:attemptId/file', {
    params: paramsOf(candidate),
    body: { path, content, baseRev },
  });
const together = async (one: Candidate) =>
  (await one.call('GET /api/attempts/:attemptId/together', { params: paramsOf(one) })).body;

/** Both sides of an interview about the work, once its sandbox is there. */
async function meet(work: Work): Promise<{ interviewer: Candidate; guest: Candidate }> {
  const { body } = await open(work.submissionId);
  const interviewer = within(manager, body.attemptId);
  const { candidate } = work;
  const joined = await candidate.call('POST /api/attempts/:attemptId/follow-up', {
    params: paramsOf(candidate),
  });
  expect(joined.body.attemptId).toBe(body.attemptId);
  const guest = within(candidate, body.attemptId);
  await eventually(async () => expect((await view(guest)).state).toBe('running'));
  return { interviewer, guest };
}

/** What is kept of the work, beside the follow-ups. */
async function keptOf({ candidate: { attemptId }, submissionId }: Work): Promise<unknown[]> {
  const { sql } = platform.database;
  return [
    await sql`select * from attempt where id = ${attemptId}`,
    await sql`select * from submission where id = ${submissionId}`,
    await sql`select * from grading where submission_id = ${submissionId}`,
    await sql`select * from attempt_file where attempt_id = ${attemptId} order by path`,
    await sql`select * from file_version where attempt_id = ${attemptId} order by id`,
    await sql`select * from timeline where attempt_id = ${attemptId} order by id`,
    await sql`select invite.* from invite join attempt on invite_id = invite.id where attempt.id = ${attemptId}`,
    await sql`select * from webhook_event`,
  ];
}

const linesOf = (subject: string) =>
  platform.database.sql<{ action: string; actor: string; by: string | null }[]>`
    select action, actor, person.name as by from audit left join person on person.id = person_id
    where subject = ${subject} and action like 'follow-up.%' order by audit.id`;

describe('work that is opened again', () => {
  let work: Work;
  let before: unknown[];
  let interviewer: Candidate;
  let guest: Candidate;
  beforeAll(async () => {
    work = await handedIn();
    before = await keptOf(work);
    ({ interviewer, guest } = await meet(work));
  });

  test('begins with exactly what was handed in, without a clock, for both', async () => {
    for (const one of [interviewer, guest]) {
      expect(await treeHashOf(one)).toBe(work.snapshot);
      expect((await read(one, 'mine.js')).body.content).toBe('as handed in\n');
      expect(await view(one)).toMatchObject({
        followUp: true,
        actions: ['edit', 'run'],
        deadline: null,
        practiceOf: null,
        submissionId: null,
      });
    }
    const pod = platform.sandboxes.pods.find(({ spec }) => spec.owner === guest.attemptId);
    expect(pod?.files.get('mine.js')?.toString()).toBe('as handed in\n');
  });

  test('tells both what it is, and who else is there', async () => {
    await together(interviewer);
    const { side, of, snapshot, here } = await together(guest);
    expect({ side, of, snapshot, here }).toEqual({
      side: 'candidate',
      of: work.candidate.attemptId,
      snapshot: work.snapshot,
      here: ['Mia'],
    });
    expect(await together(interviewer)).toMatchObject({
      side: 'interviewer',
      of: work.submissionId,
      here: ['Ada'],
    });
    expect((await look(work.submissionId)).open).toMatchObject({ openedBy: 'Mia', here: ['Ada', 'Mia'] });
    expect(await toldTo(work.candidate)).toMatchObject({ openedBy: 'Mia' });
  });

  test('gives each what the other saved, and overwrites nobody', async () => {
    const theirs = await write(guest, 'mine.js', 'of the candidate', 1);
    expect((await read(interviewer, 'mine.js')).body).toMatchObject({ content: 'of the candidate', rev: 2 });
    expect((await write(interviewer, 'mine.js', 'of the interviewer', 1)).problem.code).toBe('file-conflict');
    expect((await write(interviewer, 'mine.js', 'of both', theirs.body.rev)).status).toBe(200);
    expect((await read(guest, 'mine.js')).body.content).toBe('of both');
    const restart = await interviewer.call('POST /api/attempts/:attemptId/restart', {
      params: paramsOf(interviewer),
      body: { treeHash: await treeHashOf(interviewer) },
    });
    expect(restart.status).toBe(200);
    const pod = platform.sandboxes.pods.find(({ spec }) => spec.owner === guest.attemptId);
    expect(pod?.files.get('mine.js')?.toString()).toBe('of both');
  });

  test('has a screen of the same terminal for each', async () => {
    const screens: string[] = [];
    platform.sandboxes.shell = (screen) => {
      screens.push(screen);
      return new PassThrough();
    };
    const ours = await openSocket(base, interviewer, { origin: publicUrl });
    const theirs = await openSocket(base, guest, { origin: publicUrl });
    ours.type('ours');
    theirs.type('theirs');
    await eventually(() => expect([ours.drawn(), theirs.drawn()]).toEqual(['ours', 'theirs']));
    expect(screens.toSorted()).toEqual(['1', expect.stringMatching(/^1-[0-9a-f]{8}$/)]);
    ours.close();
    theirs.close();
  });

  test('leaves what was handed in and its scorecard as they were', async () => {
    const handIn = await guest.call('POST /api/attempts/:attemptId/submission', {
      params: paramsOf(guest),
      body: { treeHash: await treeHashOf(guest) },
    });
    expect(handIn.problem.code).toBe('attempt-running');
    expect(await keptOf(work)).toEqual(before);
  });

  test('is one at a time: a second interviewer joins it, and is told of', async () => {
    const second = await signInBeside(platform, manager, 'Noor', ['admin']);
    expect((await second.call('GET /api/attempts/:attemptId', { params: paramsOf(guest) })).status).toBe(401);
    expect((await open(work.submissionId, second)).body.attemptId).toBe(guest.attemptId);
    expect(await together(within(second, guest.attemptId))).toMatchObject({ here: ['Ada', 'Mia'] });
    expect((await together(guest)).here).toEqual(['Mia', 'Noor']);
    await open(work.submissionId, second);
    expect(await linesOf(guest.attemptId)).toEqual([
      { action: 'follow-up.opened', actor: 'person', by: 'Mia' },
      { action: 'follow-up.joined', actor: 'candidate', by: null },
      { action: 'follow-up.joined', actor: 'person', by: 'Noor' },
    ]);
    const { sql } = platform.database;
    await sql`update person set roles = ${['reviewer']} where id = ${second.id}`;
    expect((await view(within(second, guest.attemptId))) as object).toMatchObject({
      code: 'not-your-attempt',
    });
  });

  test('ends for everybody, and begins anew from what was handed in', async () => {
    expect((await end(work.submissionId)).status).toBe(200);
    expect((await end(work.submissionId)).problem.code).toBe('no-follow-up');
    for (const one of [interviewer, guest]) expect((await view(one)).state).toBe('over');
    expect((await write(guest, 'mine.js', 'too late', 3)).problem.code).toBe('attempt-over');
    expect(await toldTo(work.candidate)).toBeNull();
    const owners = () => platform.sandboxes.pods.map(({ spec }) => spec.owner);
    await eventually(() => expect(owners()).not.toContain(guest.attemptId));
    expect((await linesOf(guest.attemptId)).at(-1)).toMatchObject({ action: 'follow-up.ended', by: 'Mia' });
    const again = await meet(work);
    expect(again.guest.attemptId).not.toBe(guest.attemptId);
    expect(await treeHashOf(again.guest)).toBe(work.snapshot);
    expect(await keptOf(work)).toEqual(before);
  });
});

describe('nobody else gets in', () => {
  let work: Work;
  let attemptId: string;
  const keys = (Object.entries(contract) as [keyof Api, Route][])
    .filter(([key, { who }]) => who === 'candidate' && key.includes(':attemptId'))
    .map(([key]) => key);
  const bodies: Partial<Record<keyof Api, object>> = {
    'POST /api/attempts/:attemptId/signature': { name: 'Ada' },
    'POST /api/attempts/:attemptId/accommodation': { text: 'time' },
    'POST /api/attempts/:attemptId/disclosure': { text: 'nothing' },
    'POST /api/attempts/:attemptId/start': { runtime: 'node' },
    'POST /api/attempts/:attemptId/practice': { runtime: 'node' },
    'POST /api/attempts/:attemptId/signals': { kind: 'away' },
    'POST /api/attempts/:attemptId/submission': { treeHash: 'x' },
  };
  beforeAll(async () => {
    work = await handedIn();
    ({ attemptId } = (await meet(work)).guest);
  });
  const knock = (client: Client, key: keyof Api) =>
    client.call(key, { params: { attemptId }, body: bodies[key] } as never);

  test.each(['reviewer', 'blind-reviewer', 'author', 'manager'])(
    'a %s who did not join is refused everywhere',
    async (role) => {
      const person = await signInBeside(platform, manager, 'Else', [role]);
      for (const key of keys) expect((await knock(person, key)).problem.code, key).toBe('not-your-attempt');
      const opened = await open(work.submissionId, person);
      expect(opened.status).toBe(role === 'manager' ? 200 : 403);
    },
  );

  test('nor does somebody of another organisation, nor another candidate', async () => {
    const strangers = [await signIn(platform, ['admin', 'manager']), await readInvite(platform)];
    for (const key of keys)
      for (const stranger of strangers)
        expect((await knock(stranger, key)).problem.code, key).toBe('not-your-attempt');
  });

  test('who joined does nothing in the name of the candidate', async () => {
    const { sql } = platform.database;
    const inviteId = await inviteOf(platform, work.candidate);
    await sql`update invite set ai_rule = 'disclosed' where id = ${inviteId}`;
    const lines = () => sql`select id from audit where invite_id = ${inviteId} and actor = 'candidate'`;
    const before = await lines();
    for (const key of keys)
      expect((await knock(manager, key)).problem?.code, key).not.toBe('not-your-attempt');
    expect(await lines()).toEqual(before);
    const data = await manager.call(
      'GET /api/attempts/:attemptId/data' as never,
      {
        params: { attemptId },
      } as never,
    );
    expect(data.problem.code).toBe('candidate-only');
  });
});

test('there is none of work that is not graded, or whose candidate is not known any more', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  measured = promise;
  const candidate = await startAttempt(platform, await invite(manager));
  const submissionId = await submit(candidate);
  expect((await open(submissionId)).problem.code).toBe('not-graded');
  resolve();
  await graded(manager, submissionId);
  const inviteId = await inviteOf(platform, candidate);
  await platform.database.sql`update invite set anonymised_at = now() where id = ${inviteId}`;
  expect((await open(submissionId)).problem.code).toBe('anonymised');
});

test('one whose sandbox failed says so, and is tried again', async () => {
  const work = await handedIn();
  expect(await look(work.submissionId)).toEqual({ snapshot: work.snapshot, open: null });
  expect(await toldTo(work.candidate)).toBeNull();
  platform.sandboxes.broken = true;
  const { attemptId } = (await open(work.submissionId)).body;
  const interviewer = within(manager, attemptId);
  await eventually(async () =>
    expect(await view(interviewer)).toMatchObject({ state: 'waiting', actions: [] }),
  );
  platform.sandboxes.broken = false;
  expect((await open(work.submissionId)).body.attemptId).toBe(attemptId);
  await eventually(async () => expect((await view(interviewer)).state).toBe('running'));
  expect(await treeHashOf(interviewer)).toBe(work.snapshot);
});

test('one that nobody ends, ends by itself', async () => {
  const work = await handedIn();
  const { guest } = await meet(work);
  platform.advance(4 * 3_600_000 - 60_000);
  expect((await view(guest)).state).toBe('running');
  platform.advance(61_000);
  await eventually(async () => expect((await view(guest)).state).toBe('over'));
  const [, , last] = await linesOf(guest.attemptId);
  expect(last).toEqual({ action: 'follow-up.ended', actor: 'platform', by: null });
});
