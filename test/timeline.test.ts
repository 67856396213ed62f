import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesAtEntry, record } from '../api/timeline/store.ts';
import { maxEntries } from '../api/timeline/timeline.ts';
import {
  invite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  treeHashOf,
  type Candidate,
  type Client,
  type TestPlatform,
} from './support/app.ts';

let platform: TestPlatform;
let manager: Client;
beforeAll(async () => {
  platform = await startPlatform();
  platform.sandboxes.service = (_, response) => response.end('hello');
  platform.sandboxes.program = async (_suite, { onLine }) => onLine({ type: 'checks-done', count: 0 });
  manager = await signIn(platform);
});
afterAll(() => platform.close());

const paramsOf = ({ attemptId }: Candidate) => ({ attemptId });
const save = (candidate: Candidate, path: string, content: string, baseRev: number) =>
  candidate.call('PUT /api/attempts/:attemptId/file', {
    params: paramsOf(candidate),
    body: { path, content, baseRev },
  });
const signal = (candidate: Candidate, body: { kind: 'paste' | 'away' | 'back'; size?: number }) =>
  candidate.call('POST /api/attempts/:attemptId/signals', { params: paramsOf(candidate), body });
const timelineOf = async (submissionId: string) =>
  (await manager.call('GET /api/submissions/:submissionId/timeline', { params: { submissionId } })).body;
const momentOf = async (submissionId: string, query: { entry?: number; path?: string }) =>
  (
    await manager.call('GET /api/submissions/:submissionId/moment', {
      params: { submissionId },
      query,
    })
  ).body;

test('what was done is there in its order, and the files of every moment with it', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  const params = paramsOf(candidate);
  await save(candidate, 'server.js', 'first', 1);
  await signal(candidate, { kind: 'away' });
  await signal(candidate, { kind: 'back' });
  await save(candidate, 'server.js', 'second', 2);
  await signal(candidate, { kind: 'paste', size: 900 });
  const body = { treeHash: await treeHashOf(candidate) };
  await candidate.call('POST /api/attempts/:attemptId/restart', { params, body });
  await candidate.call('POST /api/attempts/:attemptId/request', {
    params,
    body: { method: 'GET', path: '/parcels/1?token=private', headers: {} },
  });
  await candidate.call('POST /api/attempts/:attemptId/checks', { params, body });
  await candidate.call('DELETE /api/attempts/:attemptId/file', {
    params,
    query: { path: 'lib/parcels.js', baseRev: 1 },
  });
  const submissionId = await submit(candidate);

  const { entries, ...facts } = await timelineOf(submissionId);
  expect(facts).toMatchObject({ cut: false, aiRule: 'open', signature: { name: 'Ada' }, disclosure: null });
  expect(entries.map(({ kind, path, size, note }) => [kind, path ?? note, size])).toEqual([
    ['saved', 'lib/parcels.js', 11],
    ['saved', 'server.js', 10],
    ['saved', 'server.js', 5],
    ['away', null, null],
    ['back', null, null],
    ['saved', 'server.js', 6],
    ['paste', null, 900],
    ['run', null, null],
    ['request', 'GET /parcels/1: 200', null],
    ['checks', '0/0', null],
    ['deleted', 'lib/parcels.js', null],
  ]);
  const textAt = async (place: number) =>
    (await momentOf(submissionId, { entry: entries[place]!.id, path: 'server.js' })).content;
  expect(await Promise.all([0, 1, 2, 4, 5, 10].map(textAt))).toEqual([
    null,
    'listen();\n',
    'first',
    'first',
    'second',
    'second',
  ]);
  const end = await momentOf(submissionId, {});
  expect(end.files).toEqual([{ path: 'server.js', bytes: 6 }]);
});

test('it is bounded: what else happens never crowds the saved files out', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  const { sql } = platform.database;
  const { attemptId } = candidate;
  await sql`update attempt set entries = ${maxEntries.others} where id = ${attemptId}`;
  await signal(candidate, { kind: 'away' });
  await save(candidate, 'server.js', 'still kept', 1);
  await sql`update attempt set entries = ${maxEntries.saves} where id = ${attemptId}`;
  await save(candidate, 'server.js', 'no longer in the timeline', 2);
  const kinds = await sql`select kind, path from timeline where attempt_id = ${attemptId} order by id`;
  expect(kinds.map(({ kind, path }) => `${String(kind)} ${String(path)}`)).toEqual([
    'saved lib/parcels.js',
    'saved server.js',
    'saved server.js',
  ]);
  expect(String((await filesAtEntry(sql, attemptId)).get('server.js'))).toBe('still kept');
  expect((await timelineOf(await submit(candidate))).cut).toBe(true);
});

test('a save takes less than 400 bytes besides the content, so an hour of them less than a megabyte', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  const { sql } = platform.database;
  const [blob] = await sql<{ hash: string }[]>`select hash from blob limit 1`;
  const entry = { at: platform.now(), kind: 'saved' as const, path: 'src/routes/products.ts', size: 4096 };
  const size = async () =>
    Number((await sql`select pg_total_relation_size('timeline') as bytes`)[0]!['bytes']);
  const before = await size();
  for (let nth = 0; nth < 300; nth++) await record(sql, candidate.attemptId, { ...entry, hash: blob!.hash });
  expect(((await size()) - before) / 300).toBeLessThan(400);
});

test('text that a candidate sends is kept short, and without what cannot be kept', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  const { sql } = platform.database;
  const note = `GET /\0${'x'.repeat(500)}`;
  await record(sql, candidate.attemptId, { at: platform.now(), kind: 'request', note });
  const [row] = await sql<{ note: string }[]>`
    select note from timeline where attempt_id = ${candidate.attemptId} and kind = 'request'`;
  expect(row?.note).toHaveLength(160);
  expect(row?.note).not.toContain('\0');
});

test('a signal outside of the work is refused', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  await submit(candidate);
  expect((await signal(candidate, { kind: 'away' })).problem.code).toBe('attempt-submitted');
});
