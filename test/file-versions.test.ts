// Nothing that was ever saved is lost: earlier texts, texts given up, and changes made in the sandbox itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, startAttempt, startPlatform, type Candidate, type TestPlatform } from './support/app.ts';

let platform: TestPlatform;
let candidate: Candidate;
beforeAll(async () => {
  platform = await startPlatform();
  candidate = await startAttempt(platform);
});
afterAll(() => platform.close());

const params = () => ({ attemptId: candidate.attemptId });
const pod = () => platform.sandboxes.pods.find(({ spec }) => spec.owner === candidate.attemptId)!;
const listing = async () =>
  (await candidate.call('GET /api/attempts/:attemptId/files', { params: params() })).body;
const entry = async (path: string) => (await listing()).files.find((file) => file.path === path);
const save = (path: string, content: string, baseRev: number, page?: string) =>
  candidate.call('PUT /api/attempts/:attemptId/file', {
    params: params(),
    body: { path, content, baseRev, ...(page !== undefined && { page }) },
  });
const saved = async (path: string) =>
  (await candidate.call('GET /api/attempts/:attemptId/file', { params: params(), query: { path } })).body;
const restart = async (treeHash?: string) =>
  candidate.call('POST /api/attempts/:attemptId/restart', {
    params: params(),
    body: { treeHash: treeHash ?? (await listing()).treeHash },
  });
const versions = async (path: string) =>
  (await candidate.call('GET /api/attempts/:attemptId/versions', { params: params(), query: { path } })).body
    .versions;
const read = (versionId: number | string, by = candidate) =>
  by.call('GET /api/attempts/:attemptId/versions/:versionId', {
    params: { attemptId: by.attemptId, versionId: String(versionId) },
  });

describe('history', () => {
  test('begins with the starter, which can be read whole', async () => {
    const { body } = await candidate.call('GET /api/attempts/:attemptId/starter', { params: params() });
    expect(body.files.map((file) => file.path)).toEqual(['lib/parcels.js', 'server.js']);
    const [first] = await versions('server.js');
    expect(first).toMatchObject({ via: 'starter' });
    expect((await read(first!.id)).body.content).toBe(body.files[1]!.content);
  });

  test('has the last text of each minute, and what was deleted', async () => {
    // Within one minute, however slow this machine is.
    platform.advance(60_000 - (platform.now().getTime() % 60_000));
    for (const [at, text] of ['one', 'two', 'three'].entries()) await save('diary.txt', text, at);
    platform.advance(60_000);
    await save('diary.txt', 'a minute later', 3);
    await candidate.call('DELETE /api/attempts/:attemptId/file', {
      params: params(),
      query: { path: 'diary.txt', baseRev: 4 },
    });
    const listed = await versions('diary.txt');
    expect(listed.map(({ bytes }) => bytes)).toEqual([null, 14, 5]);
    expect((await listing()).deleted).toContain('diary.txt');
    expect((await read(listed[2]!.id)).body).toEqual({ path: 'diary.txt', content: 'three' });
  });

  test('keeps a text that is given up for another', async () => {
    await save('mine.js', 'theirs', 0);
    await candidate.call('POST /api/attempts/:attemptId/versions', {
      params: params(),
      body: { path: 'mine.js', content: 'mine' },
    });
    const [newest] = await versions('mine.js');
    expect(newest).toMatchObject({ via: 'aside', bytes: 4 });
    expect((await read(newest!.id)).body.content).toBe('mine');
    expect((await saved('mine.js')).content).toBe('theirs');
  });

  test('is nobody else’s, and has nothing under any other name', async () => {
    const other = await startAttempt(platform);
    const [version] = await versions('server.js');
    const none = { status: 404, code: 'no-such-version' };
    expect((await read(version!.id, other)).problem).toMatchObject(none);
    for (const id of ['0', 'x', '1;2', '-1']) expect((await read(id)).problem).toMatchObject(none);
  });
});

describe('a change made in the sandbox', () => {
  test('is saved like any other, and deleting too', async () => {
    pod().change('from-terminal.js', 'made there');
    pod().change('lib/parcels.js', null);
    await eventually(async () => expect((await saved('from-terminal.js')).content).toBe('made there'));
    await eventually(async () => expect(await entry('lib/parcels.js')).toBeUndefined());
    expect((await versions('from-terminal.js'))[0]).toMatchObject({ via: 'sandbox' });
  });

  test('is no page’s own, whoever saved the file before', async () => {
    await save('whose.js', 'typed', 0, 'a page');
    expect(await saved('whose.js')).toMatchObject({ content: 'typed', page: 'a page' });
    // A sandbox has of a saved file what it was last given.
    await restart();
    pod().change('whose.js', 'formatted');
    await eventually(async () =>
      expect(await saved('whose.js')).toMatchObject({ content: 'formatted', page: null }),
    );
    pod().change('whose.js', null);
    await eventually(async () => expect((await listing()).deleted).toContain('whose.js'));
    const { body } = await save('whose.js', 'anew', 0);
    expect(await saved('whose.js')).toMatchObject({ rev: body.rev, page: null });
  });

  test('is in what runs next, though nobody has looked at it yet', async () => {
    const { treeHash } = await listing();
    pod().change('server.js', 'changed there');
    expect((await restart(treeHash)).status).toBe(200);
    expect(pod().files.get('server.js')?.toString()).toBe('changed there');
    expect((await saved('server.js')).content).toBe('changed there');
  });

  test('that meets another change stands beside it until one is chosen', async () => {
    const rev = (await entry('server.js'))!.rev;
    await save('server.js', 'typed here', rev);
    pod().change('server.js', 'changed there again');
    await eventually(async () => expect((await listing()).clashes).toMatchObject([{ path: 'server.js' }]));
    expect((await saved('server.js')).content).toBe('typed here');
    const [{ version } = { version: 0 }] = (await listing()).clashes;
    expect((await read(version)).body.content).toBe('changed there again');
    const settled = await candidate.call('DELETE /api/attempts/:attemptId/clash', {
      params: params(),
      query: { path: 'server.js' },
    });
    expect(settled.body.clashes).toEqual([]);
    expect((await read(version)).body.content).toBe('changed there again');
  });

  test('that passes a limit, or has a name no file may have, stays there', async () => {
    pod().change('large.txt', 'x'.repeat(1_000_001));
    pod().change('../outside', 'x');
    pod().change('SERVER.js', 'x');
    pod().change('small.txt', 'small');
    await eventually(async () => expect((await saved('small.txt')).content).toBe('small'));
    const paths = (await listing()).files.map((file) => file.path);
    expect(paths.filter((path) => /large|outside|SERVER/.test(path))).toEqual([]);
  });
});
