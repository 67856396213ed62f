// What is left of a candidate once they are deleted, withdrew or were anonymised: every byte of every table is searched.
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retain } from '../api/record/retention.ts';
import { record } from '../api/timeline/store.ts';
import {
  invite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type Candidate,
  type Client,
  type TestPlatform,
} from './support/app.ts';
import { findMarkers } from './support/dump.ts';
import {
  challenges,
  finish,
  graded,
  gradeWith,
  inviteOf,
  live,
  makeMarks,
  save,
  type Marks,
} from './support/life.ts';

const day = 86_400_000;
const shared = 'zq-shared-by-two';
const current = { marks: makeMarks() };
let platform: TestPlatform;
let manager: Client;
let base: string;
let other: Candidate;
beforeAll(async () => {
  platform = await startPlatform({ challenges, grade: gradeWith(current) });
  platform.sandboxes.service = (_, response) => response.end('ok');
  platform.sandboxes.program = async (_suite, { onLine }) => onLine({ type: 'checks-done', count: 0 });
  base = await platform.app.listen({ host: '127.0.0.1', port: 0 });
  manager = await signIn(platform, ['admin', 'manager']);
  other = await startAttempt(platform, await invite(manager, 'Grace'));
  await save(other, 'theirs.js', shared);
  await graded(manager, await submit(other));
});
afterAll(() => platform.close());

const find = (words: readonly string[]) => findMarkers(platform.database.sql, words);
/** Of the words that are in the database, without where. */
const words = async (asked: readonly string[]) =>
  [...new Set((await find(asked)).map((place) => place.replace(/^.*: /, '')))].toSorted();
const everything = ({ personal, lasting, email, typed }: Marks) => [...personal, ...lasting, email, typed];

/** Somebody new, up to where their work goes on. */
async function begin(): Promise<{ marks: Marks; candidate: Candidate; inviteId: string }> {
  const marks = makeMarks();
  current.marks = marks;
  const candidate = await live(platform, manager, marks, base);
  await save(candidate, 'mine.js', shared);
  return { marks, candidate, inviteId: await inviteOf(platform, candidate) };
}

describe('a candidate who is deleted', () => {
  let marks: Marks;
  let candidate: Candidate;
  let inviteId: string;
  beforeAll(async () => {
    ({ marks, candidate, inviteId } = await begin());
    await finish(manager, candidate, marks);
  });

  test('left a word of their own in every place', async () => {
    expect(await words([...marks.personal, ...marks.lasting])).toEqual(
      [...marks.personal, ...marks.lasting].toSorted(),
    );
  });

  test('can take along all of it, but what their service was seen to do', async () => {
    const url = `/api/attempts/${candidate.attemptId}/data`;
    const answer = await platform.app.inject({ url, cookies: candidate.cookies });
    expect(answer.statusCode).toBe(200);
    const files = await filesOf(answer.rawPayload);
    const text = [...files].map((file) => file.join('\n')).join('\n');
    const { evidence, report, ...others } = marks.in;
    for (const word of Object.values(others)) expect(text).toContain(word);
    expect(text).not.toContain(evidence);
    expect(text).not.toContain(report);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'README.md',
        'record.json',
        'work/result.json',
        'practice/versions.json',
        'follow-up-1/files.json',
      ]),
    );
    const told = files.get('README.md');
    for (const path of [...files.keys()].filter((name) => name !== 'README.md'))
      expect(told).toContain(path.replace(/^(practice|follow-up-1|contents)\/.*/, '$1/'));
    expect(text).not.toMatch(/secret|tokenHash|Mia/);
  });

  test('is deleted only when their name is typed', async () => {
    const remove = (confirm: string) =>
      manager.call('POST /api/invites/:inviteId/deletion', { params: { inviteId }, body: { confirm } });
    expect((await remove('Ada')).problem).toMatchObject({ status: 400, code: 'not-confirmed' });
    expect((await remove(` ${marks.in.name} `)).status).toBe(200);
    expect((await remove(marks.in.name)).problem).toMatchObject({ status: 404, code: 'unknown-invite' });
  });

  test('leaves nothing in any table', async () => {
    expect(await find(everything(marks))).toEqual([]);
    const params = { attemptId: candidate.attemptId };
    expect((await candidate.call('GET /api/attempts/:attemptId', { params })).status).toBe(401);
  });

  test('takes nothing of anybody else along', async () => {
    const params = { attemptId: other.attemptId };
    const read = (path: string) =>
      other.call('GET /api/attempts/:attemptId/file', { params, query: { path } });
    expect((await read('theirs.js')).body.content).toBe(shared);
    expect((await read('server.js')).body.content).toBe('listen();\n');
    expect((await other.call('GET /api/attempts/:attemptId/code', { params })).status).toBe(200);
    const again = await startAttempt(platform, await invite(manager, 'Linus'));
    expect((await save(again, 'new.js', 'fresh')) > 0).toBe(true);
  });

  test('stays on record as somebody of whom nothing is said', async () => {
    const lines = await platform.database.sql<{ action: string; erased: boolean; said: string }[]>`
      select action, erased_at is not null as erased, concat(before, after, nullif(facts, '{}')) as said
      from audit where invite_id = ${inviteId} order by id`;
    expect(lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['invite.created', 'attempt.signed', 'submission.made', 'candidate.deleted']),
    );
    const last = lines.pop();
    expect(last).toEqual({ action: 'candidate.deleted', erased: false, said: '' });
    expect(lines.every(({ erased, said }) => erased && said === '')).toBe(true);
  });
});

describe('a candidate who withdraws', () => {
  test('leaves nothing but that somebody withdrew', async () => {
    const { marks, candidate, inviteId } = await begin();
    expect((await words(marks.personal)).length).toBeGreaterThan(5);
    const params = { attemptId: candidate.attemptId };
    const { body } = await candidate.call('POST /api/attempts/:attemptId/withdrawal', { params });
    expect(body.state).toBe('withdrawn');
    expect(await find(everything(marks))).toEqual([]);
    const rows = await platform.database.sql`select candidate_name from invite where id = ${inviteId}`;
    expect(rows).toEqual([{ candidateName: `Candidate ${inviteId.slice(0, 4)}` }]);
    // What was still on its way is not recorded any more.
    const late = { at: platform.now(), kind: 'request', note: marks.in.request } as const;
    await record(platform.database.sql, candidate.attemptId, late);
    expect(await find(everything(marks))).toEqual([]);
  });
});

describe('a candidate whose time has come', () => {
  test('is anonymised: who they are goes, and what was measured stays', async () => {
    const { marks, candidate, inviteId } = await begin();
    await finish(manager, candidate, marks);
    const retention = { anonymiseAfterDays: 10, deleteAfterDays: 12 };
    await manager.call('PUT /api/retention', { body: retention });
    const { sql } = platform.database;
    const before = await sql`
      select report, evidence, submission_id from grading join submission on submission.id = submission_id
      where attempt_id = ${candidate.attemptId}`;
    await retain(sql, new Date(platform.now().getTime() + 9 * day));
    expect(await words(marks.personal)).toEqual(marks.personal.toSorted());
    await retain(sql, new Date(platform.now().getTime() + 10 * day));
    expect(await find([...marks.personal, marks.email])).toEqual([]);
    expect(await words(marks.lasting)).toEqual(marks.lasting.toSorted());
    expect(
      await sql`
        select report, evidence, submission_id from grading join submission on submission.id = submission_id
        where attempt_id = ${candidate.attemptId}`,
    ).toEqual(before);
    const params = { submissionId: String(before[0]!['submissionId']) };
    const card = await manager.call('GET /api/submissions/:submissionId/scorecard', { params });
    expect(card.body.candidateName).toBe(`Candidate ${inviteId.slice(0, 4)}`);
    await retain(sql, new Date(platform.now().getTime() + 12 * day));
    expect(await find(everything(marks))).toEqual([]);
  });
});

test('a table that was forgotten is named', async () => {
  const { sql } = platform.database;
  await sql.unsafe(`create table forgotten (id int, note text, bytes bytea, facts jsonb)`);
  await sql`insert into forgotten values (1, 'so zq-lost it is', ${Buffer.from('a zq-lost b')}, '{"deep": ["zq-lost"]}')`;
  expect(await find(['zq-lost'])).toEqual([
    'public.forgotten.bytes: zq-lost',
    'public.forgotten.facts: zq-lost',
    'public.forgotten.note: zq-lost',
  ]);
  await sql.unsafe('drop table forgotten');
});

/** @returns path, without the folder all of it is in, and text of each file in a .tar.gz */
async function filesOf(archive: Buffer): Promise<Map<string, string>> {
  const extract = tar.extract();
  extract.end(gunzipSync(archive));
  const files = new Map<string, string>();
  for await (const entry of extract)
    files.set(entry.header.name.replace(/^[^/]+\//, ''), (await buffer(entry)).toString());
  return files;
}
