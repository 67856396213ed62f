import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertVersion } from '../api/attempt/versions.ts';
import { record } from '../api/timeline/store.ts';
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

test('it is bounded, and then says so; files are kept as long as the work goes on', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  const { sql } = platform.database;
  const { attemptId } = candidate;
  await sql`update attempt set entries = ${maxEntries.kept} where id = ${attemptId}`;
  await signal(candidate, { kind: 'away' });
  await save(candidate, 'server.js', 'still kept', 1);
  const submissionId = await submit(candidate);
  const { cut, entries } = await timelineOf(submissionId);
  expect(cut).toBe(true);
  expect(entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'saved lib/parcels.js',
    'saved server.js',
    'saved server.js',
  ]);
  expect((await momentOf(submissionId, { path: 'server.js' })).content).toBe('still kept');
});

test('a text that was given up for another was never what the file held', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  await candidate.call('POST /api/attempts/:attemptId/versions', {
    params: paramsOf(candidate),
    body: { path: 'server.js', content: 'given up' },
  });
  const submissionId = await submit(candidate);
  expect((await timelineOf(submissionId)).entries).toHaveLength(2);
  expect((await momentOf(submissionId, { path: 'server.js' })).content).toBe('listen();\n');
});

test('a terminal that is opened again and again has one line for ten minutes', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  const { sql } = platform.database;
  const { attemptId } = candidate;
  const at = platform.now().getTime();
  const open = (minutes: number) =>
    record(sql, attemptId, { at: new Date(at + minutes * 60_000), kind: 'terminal' }, 600_000);
  for (const minutes of [0, 9, 11]) await open(minutes);
  const { entries } = await timelineOf(await submit(candidate));
  expect(entries.slice(2).map(({ kind }) => kind)).toEqual(['terminal', 'terminal']);
});

test('a save takes less than 400 bytes besides the content, so an hour of them less than a megabyte', async () => {
  const candidate = await startAttempt(platform, await invite(manager));
  const { sql } = platform.database;
  const [blob] = await sql<{ hash: string }[]>`select hash from blob limit 1`;
  const version = { path: 'src/routes/products.ts', hash: blob!.hash, via: 'editor' as const };
  const size = async () =>
    Number((await sql`select pg_total_relation_size('file_version') as bytes`)[0]!['bytes']);
  const before = await size();
  for (let nth = 0; nth < 300; nth++) await insertVersion(sql, candidate.attemptId, version, platform.now());
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
