import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hashOf } from '../api/challenge/tree.ts';
import {
  eventually,
  openInvite,
  startAttempt,
  startPlatform,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from './support/app.ts';
import { parcels } from './support/challenge.ts';
import type { MemorySandboxes } from './support/sandboxes.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const paramsOf = ({ attemptId }: Candidate) => ({ attemptId });
const view = async (candidate: Candidate) =>
  (await candidate.call('GET /api/attempts/:attemptId', { params: paramsOf(candidate) })).body;
const save = (candidate: Candidate, path: string, content: string, baseRev: number) =>
  candidate.call('PUT /api/attempts/:attemptId/file', {
    params: paramsOf(candidate),
    body: { path, content, baseRev },
  });
const files = async (candidate: Candidate) =>
  (await candidate.call('GET /api/attempts/:attemptId/files', { params: paramsOf(candidate) })).body;
const remove = (candidate: Candidate, path: string, baseRev: number) =>
  candidate.call('DELETE /api/attempts/:attemptId/file', {
    params: paramsOf(candidate),
    query: { path, baseRev },
  });
const restart = async (candidate: Candidate, treeHash?: string) =>
  candidate.call('POST /api/attempts/:attemptId/restart', {
    params: paramsOf(candidate),
    body: { treeHash: treeHash ?? (await treeHashOf(candidate)) },
  });
const ask = (candidate: Candidate, path = '/') =>
  candidate.call('POST /api/attempts/:attemptId/request', {
    params: paramsOf(candidate),
    body: { method: 'GET', path, headers: {} },
  });
const podOf = ({ attemptId }: Candidate) =>
  platform.sandboxes.pods.find((pod) => pod.spec.owner === attemptId)!;

describe('starting', () => {
  test('waits for the candidate, then gives the full time from when the sandbox is there', async () => {
    const candidate = await openInvite(platform);
    expect(await view(candidate)).toMatchObject({
      state: 'waiting',
      actions: ['practise', 'start', 'withdraw'],
      deadline: null,
    });
    await candidate.call('POST /api/attempts/:attemptId/start', {
      params: paramsOf(candidate),
      body: { runtime: 'node' },
    });
    await eventually(async () => expect((await view(candidate)).state).toBe('running'));
    const running = await view(candidate);
    expect(running).toMatchObject({
      actions: ['edit', 'run', 'submit', 'withdraw'],
      runtime: 'node',
      brief: parcels.brief,
    });
    expect(Date.parse(running.deadline!) - Date.parse(running.startedAt!)).toBe(60 * 60_000);
    expect([...podOf(candidate).files.keys()]).toEqual(['lib/parcels.js', 'server.js']);
  });

  test('a sandbox that does not open costs no time and can be tried again', async () => {
    const candidate = await openInvite(platform);
    const start = () =>
      candidate.call('POST /api/attempts/:attemptId/start', {
        params: paramsOf(candidate),
        body: { runtime: 'node' },
      });
    platform.sandboxes.broken = true;
    await start();
    await eventually(async () => expect((await view(candidate)).workspace.sandbox).toBe('failed'));
    await eventually(async () => expect((await view(candidate)).state).toBe('waiting'));
    expect(await view(candidate)).toMatchObject({
      actions: ['practise', 'start', 'withdraw'],
      startedAt: null,
      deadline: null,
    });
    platform.sandboxes.broken = false;
    await start();
    await eventually(async () => expect((await view(candidate)).state).toBe('running'));
  });

  test('twice at the same moment opens one sandbox', async () => {
    const candidate = await openInvite(platform);
    const before = platform.sandboxes.opened;
    const input = { params: paramsOf(candidate), body: { runtime: 'node' } };
    const both = await Promise.all(
      [1, 2].map(() => candidate.call('POST /api/attempts/:attemptId/start', input)),
    );
    expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([200, 409]));
    await eventually(async () => expect((await view(candidate)).state).toBe('running'));
    expect(platform.sandboxes.opened - before).toBe(1);
  });

  test('in a runtime the challenge does not have is refused', async () => {
    const candidate = await openInvite(platform);
    const { problem } = await candidate.call('POST /api/attempts/:attemptId/start', {
      params: paramsOf(candidate),
      body: { runtime: 'cobol' },
    });
    expect(problem).toMatchObject({ status: 400, code: 'unknown-runtime' });
  });
});

describe('saving', () => {
  let candidate: Candidate;
  beforeAll(async () => {
    candidate = await startAttempt(platform);
  });

  test('keeps the content and counts the revision', async () => {
    const { body } = await save(candidate, 'notes.md', 'Zażółć 🎉', 0);
    expect(body).toMatchObject({ rev: 1, hash: hashOf(Buffer.from('Zażółć 🎉')) });
    const read = await candidate.call('GET /api/attempts/:attemptId/file', {
      params: paramsOf(candidate),
      query: { path: 'notes.md' },
    });
    expect(read.body).toMatchObject({ content: 'Zażółć 🎉', rev: 1 });
    expect((await files(candidate)).treeHash).toBe(body.treeHash);
  });

  test('over a newer revision is a conflict that writes nothing', async () => {
    await save(candidate, 'a.js', 'one', 0);
    await save(candidate, 'a.js', 'two', 1);
    const before = await files(candidate);
    const { problem } = await save(candidate, 'a.js', 'three', 1);
    expect(problem).toMatchObject({ status: 409, code: 'file-conflict' });
    expect(await files(candidate)).toEqual(before);
  });

  test('the same content is never a conflict and is no new revision', async () => {
    await save(candidate, 'same.js', 'text', 0);
    const again = await save(candidate, 'same.js', 'text', 0);
    expect(again).toMatchObject({ status: 200, body: { rev: 1 } });
  });

  test('two saves from the same revision at once: one wins', async () => {
    await save(candidate, 'race.js', 'base', 0);
    const both = await Promise.all(['x', 'y'].map((text) => save(candidate, 'race.js', text, 1)));
    expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([200, 409]));
  });

  test('a deleted file is gone, and comes back with a higher revision', async () => {
    await save(candidate, 'gone.js', 'text', 0);
    expect((await remove(candidate, 'gone.js', 7)).problem.code).toBe('file-conflict');
    expect((await remove(candidate, 'gone.js', 1)).status).toBe(200);
    expect((await files(candidate)).files.map((file) => file.path)).not.toContain('gone.js');
    expect((await save(candidate, 'gone.js', 'late edit', 1)).problem.code).toBe('file-conflict');
    expect((await save(candidate, 'gone.js', 'text', 0)).body.rev).toBe(3);
  });

  test.each([
    ['../etc/passwd', 'may not leave the workspace'],
    ['/etc/passwd', 'may not leave the workspace'],
    ['a/../../b', 'may not leave the workspace'],
    ['a\0b', 'control characters'],
    ['a\\b', 'use / between folders'],
    ['a//b', 'empty or'],
    ['x'.repeat(256), '255 bytes'],
    ['server.js/inside', 'is a file, not a folder'],
    ['lib', 'is a folder'],
  ])('refuses the path %j', async (path, reason) => {
    const before = await files(candidate);
    const { problem } = await save(candidate, path, 'x', 0);
    expect(problem).toMatchObject({ status: 400, code: 'bad-path' });
    expect(problem.title).toContain(reason);
    expect(await files(candidate)).toEqual(before);
  });

  test('takes a file of 1 MB and refuses a larger one', async () => {
    expect((await save(candidate, 'big.txt', '\u0001'.repeat(1_000_000), 0)).status).toBe(200);
    const { problem } = await save(candidate, 'bigger.txt', 'x'.repeat(1_000_001), 0);
    expect(problem).toMatchObject({ status: 413, code: 'file-too-large' });
    const huge = await save(candidate, 'huge.txt', 'x'.repeat(8_000_000), 0);
    expect(huge.problem).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  test('refuses the file after the two hundredth', async () => {
    const crowded = await startAttempt(platform);
    for (let index = 2; index < 200; index += 1) await save(crowded, `f${index}`, 'x', 0);
    expect((await save(crowded, 'one-more', 'x', 0)).problem).toMatchObject({
      status: 413,
      code: 'too-many-files',
    });
  });

  test('refuses the workspace that would pass 20 MB', async () => {
    const heavy = await startAttempt(platform);
    for (let index = 0; index < 19; index += 1)
      expect((await save(heavy, `f${index}`, `${index}`.padEnd(1_000_000), 0)).status).toBe(200);
    expect((await save(heavy, 'last', 'x'.repeat(1_000_000), 0)).problem.code).toBe('workspace-too-large');
  });

  test('needs a started attempt', async () => {
    const waiting = await openInvite(platform);
    expect((await save(waiting, 'a', 'x', 0)).problem).toMatchObject({
      status: 409,
      code: 'attempt-waiting',
    });
  });
});

describe('the workspace', () => {
  test('a restart runs exactly the saved files', async () => {
    const candidate = await startAttempt(platform);
    await save(candidate, 'server.js', 'listen(8080);', 1);
    expect((await restart(candidate)).body.sandbox).toBe('ready');
    expect(podOf(candidate).files.get('server.js')?.toString()).toBe('listen(8080);');
    expect(podOf(candidate).starts).toBe(2);
    const log = await candidate.call('GET /api/attempts/:attemptId/log', { params: paramsOf(candidate) });
    expect(log.body.text).toBe('start 1\nstart 2');
  });

  test('a restart of files that are no longer the saved ones is refused', async () => {
    const candidate = await startAttempt(platform);
    const seen = await treeHashOf(candidate);
    await save(candidate, 'server.js', 'changed', 1);
    expect((await restart(candidate, seen)).problem).toMatchObject({ status: 409, code: 'tree-moved' });
    expect(podOf(candidate).starts).toBe(1);
  });

  test('a service that does not build is shown with what the build wrote', async () => {
    const candidate = await startAttempt(platform);
    await save(candidate, 'server.js', 'syntax error', 1);
    expect((await restart(candidate)).body).toMatchObject({ service: 'exited', exitCode: 1 });
    const log = await candidate.call('GET /api/attempts/:attemptId/log', { params: paramsOf(candidate) });
    expect(log.body.text).toBe('Unexpected identifier');
  });

  test('a sandbox that died is replaced with every saved file, and the time without it is given back', async () => {
    const candidate = await startAttempt(platform);
    await save(candidate, 'kept.js', 'kept', 0);
    const before = await view(candidate);
    const dead = podOf(candidate);
    dead.kill();
    await eventually(async () => {
      expect((await view(candidate)).workspace.sandbox).toBe('ready');
      expect(podOf(candidate)).not.toBe(dead);
    });
    expect(podOf(candidate).files.get('kept.js')?.toString()).toBe('kept');
    const given = Date.parse((await view(candidate)).deadline!) - Date.parse(before.deadline!);
    expect(given).toBeGreaterThan(0);
    const outages = await platform.database.sql`
      select reason, extract(epoch from ended_at - began_at) * 1000 as ms from outage where attempt_id = ${candidate.attemptId}`;
    expect(outages).toMatchObject([{ reason: 'sandbox' }]);
    expect(Number(outages[0]!['ms'])).toBeCloseTo(given, -1);
  });

  test('a request reaches the service and brings its answer back', async () => {
    platform.sandboxes.service = (request, response) => {
      response.setHeader('x-path', `${request.method} ${request.url}`);
      response.writeHead(201).end('made');
    };
    const candidate = await startAttempt(platform);
    const { body } = await candidate.call('POST /api/attempts/:attemptId/request', {
      params: paramsOf(candidate),
      body: { method: 'POST', path: '/parcels?x=1', headers: { 'x-a': 'b' }, body: '{}' },
    });
    expect(body).toMatchObject({ status: 201, body: 'made', truncated: false });
    expect(body.headers['x-path']).toBe('POST /parcels?x=1');
    await eventually(async () => expect((await view(candidate)).workspace.service).toBe('running'));
  });

  test('a long answer is cut and a redirect is not followed', async () => {
    platform.sandboxes.service = (request, response) => {
      if (request.url === '/long') response.end('x'.repeat(3_000_000));
      else response.writeHead(302, { location: 'http://example.com/' }).end();
    };
    const candidate = await startAttempt(platform);
    const { body: long } = await ask(candidate, '/long');
    expect([long.truncated, long.body.length]).toEqual([true, 256_000]);
    expect((await ask(candidate, '/elsewhere')).body.status).toBe(302);
  });

  test('a service that does not listen, or does not speak HTTP, is a readable problem', async () => {
    platform.sandboxes.service = undefined;
    const silent = await startAttempt(platform);
    expect((await ask(silent)).problem).toMatchObject({ status: 502, code: 'not-listening' });
    platform.sandboxes.service = (request) => request.socket.end('garbage\r\n\r\n');
    const garbled = await startAttempt(platform);
    expect((await ask(garbled)).problem).toMatchObject({ status: 502, code: 'bad-answer' });
  });

  test('the visible checks run beside the service, on the files the candidate sees', async () => {
    platform.sandboxes.service = (_, response) => response.end();
    const seen: string[] = [];
    const failed = { name: 'finds a parcel', category: 'rules', passed: false, message: 'got 404' };
    platform.sandboxes.program = async (suite, { onLine }) => {
      seen.push(...suite.keys());
      onLine({ type: 'check', ms: 2, ...failed });
      onLine({ type: 'checks-done', count: 1 });
    };
    const candidate = await startAttempt(platform);
    await save(candidate, 'server.js', 'checked;', 1);
    const { body } = await candidate.call('POST /api/attempts/:attemptId/checks', {
      params: paramsOf(candidate),
      body: { treeHash: await treeHashOf(candidate) },
    });
    expect(body.checks).toEqual([{ ...failed, expected: null, got: null, source: null }]);
    expect(seen).toEqual(['checks/visible/rules.test.ts']);
    expect(podOf(candidate).files.get('server.js')?.toString()).toBe('checked;');
  });

  test('a probe that breaks off is our failure, and never a result', async () => {
    platform.sandboxes.service = (_, response) => response.end();
    platform.sandboxes.program = async (_suite, { onLine }) => onLine({ type: 'check', name: 'half a line' });
    const candidate = await startAttempt(platform);
    const input = { params: paramsOf(candidate), body: { treeHash: await treeHashOf(candidate) } };
    const { problem } = await candidate.call('POST /api/attempts/:attemptId/checks', input);
    expect(problem).toMatchObject({ status: 503, code: 'sandbox-failed' });
  });

  test('only one run of the checks goes on at a time', async () => {
    platform.sandboxes.service = (_, response) => response.end();
    const { promise, resolve } = Promise.withResolvers<void>();
    const program = vi.fn<MemorySandboxes['program']>(async (_suite, { onLine }) => {
      await promise;
      onLine({ type: 'checks-done', count: 0 });
    });
    platform.sandboxes.program = program;
    const candidate = await startAttempt(platform);
    const input = { params: paramsOf(candidate), body: { treeHash: await treeHashOf(candidate) } };
    const first = candidate.call('POST /api/attempts/:attemptId/checks', input);
    await eventually(() => expect(program).toHaveBeenCalled());
    const second = await candidate.call('POST /api/attempts/:attemptId/checks', input);
    expect(second.problem).toMatchObject({ status: 409, code: 'checks-running' });
    resolve();
    expect((await first).status).toBe(200);
  });
});
