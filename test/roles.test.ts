// Several processes on one database: who answers people need not be who runs their code.
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRunner } from '../api/db/presence.ts';
import { RemoteWorkspaces } from '../api/workspace/remote.ts';
import { sandboxFailed } from '../api/workspace/workspaces.ts';
import {
  eventually,
  openInvite,
  startApi,
  startAttempt,
  startPlatform,
  startTestRunner,
  submit,
  treeHashOf,
  type Candidate,
  type TestPlatform,
  type TestRunner,
} from './support/app.ts';

let platform: TestPlatform;
let runner: TestRunner;
beforeAll(async () => {
  platform = await startApi({ name: 'front' });
  runner = await startTestRunner(platform.database, { name: 'runner-1' });
});
afterAll(async () => {
  await runner?.stop();
  await platform?.close();
});

const paramsOf = ({ attemptId }: Candidate) => ({ attemptId });
const view = async (candidate: Candidate) =>
  (await candidate.call('GET /api/attempts/:attemptId', { params: paramsOf(candidate) })).body;
const start = (candidate: Candidate) =>
  candidate.call('POST /api/attempts/:attemptId/start', {
    params: paramsOf(candidate),
    body: { runtime: 'node' },
  });
const ask = (candidate: Candidate) =>
  candidate.call('POST /api/attempts/:attemptId/request', {
    params: paramsOf(candidate),
    body: { method: 'GET', path: '/', headers: {} },
  });
const outagesOf = ({ attemptId }: Candidate) =>
  platform.database.sql<{ reason: string; seconds: number }[]>`
    select reason, extract(epoch from ended_at - began_at)::float as seconds from outage
    where attempt_id = ${attemptId} order by id`;

describe('a candidate whose sandbox is on another machine', () => {
  let candidate: Candidate;
  beforeAll(async () => {
    runner.sandboxes.service = (request, response) => response.end(`you asked ${request.url}`);
    candidate = await startAttempt(platform);
  });

  test('runs, reads the log, asks and checks as on the same one', async () => {
    const body = { treeHash: await treeHashOf(candidate) };
    const params = paramsOf(candidate);
    const restarted = await candidate.call('POST /api/attempts/:attemptId/restart', { params, body });
    expect(restarted.body).toMatchObject({ sandbox: 'ready' });
    expect((await candidate.call('GET /api/attempts/:attemptId/log', { params })).body.text).toContain(
      'start 2',
    );
    expect((await ask(candidate)).body).toMatchObject({ status: 200, body: 'you asked /' });
    runner.sandboxes.program = async (_suite, { onLine }) => onLine({ type: 'checks-done', count: 0 });
    const checked = await candidate.call('POST /api/attempts/:attemptId/checks', { params, body });
    expect(checked.body).toEqual({ checks: [] });
    expect(platform.sandboxes.opened).toBe(0);
  });

  test('is told in the same words when the saved files are others', async () => {
    const { problem } = await candidate.call('POST /api/attempts/:attemptId/restart', {
      params: paramsOf(candidate),
      body: { treeHash: 'another' },
    });
    expect(problem).toMatchObject({ status: 409, code: 'tree-moved' });
  });

  test('gives its sandbox back when it has handed in', async () => {
    await submit(candidate);
    await eventually(() => expect(runner.sandboxes.pods).toEqual([]));
  });
});

describe('the way to a runner', () => {
  test('is shut without its secret, which is new at each start', async () => {
    const known = (await findRunner(platform.database.sql, 'runner-1'))!;
    const path = '/api/workspaces/5b4c2f1e-0000-4000-8000-000000000000';
    const call = (authorization?: string) =>
      fetch(`${known.url}${path}`, { headers: authorization === undefined ? {} : { authorization } });
    expect((await call()).status).toBe(401);
    expect((await call('Bearer guess')).status).toBe(401);
    expect((await call(`Bearer ${known.secret}`)).status).toBe(200);
    const stranger = new RemoteWorkspaces({ url: known.url, secret: 'guess' });
    await expect(stranger.connect('5b4c2f1e-0000-4000-8000-000000000000')).rejects.toThrow(
      sandboxFailed().message,
    );
  });

  test('is not opened on the public side', async () => {
    const url = '/api/workspaces/5b4c2f1e-0000-4000-8000-000000000000';
    expect((await platform.app.inject({ url })).statusCode).toBe(404);
  });

  test('holds a fast service back when nobody reads', async () => {
    let sent = 0;
    runner.sandboxes.service = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.writableLength < 65_536) {
          response.write(Buffer.alloc(65_536));
          sent += 65_536;
        }
      };
      response.on('drain', more);
      more();
    };
    const { attemptId } = await startAttempt(platform);
    const known = (await findRunner(platform.database.sql, 'runner-1'))!;
    const stream: Duplex = await new RemoteWorkspaces(known).connect(attemptId);
    stream.write('GET / HTTP/1.1\r\nhost: pod\r\n\r\n');
    await eventually(() => expect(sent).toBeGreaterThan(0));
    await sleep(300);
    const held = sent;
    await sleep(300);
    expect(sent).toBe(held);
    expect(sent).toBeLessThan(32_000_000);
    stream.resume();
    await eventually(() => expect(sent).toBeGreaterThan(held + 1_000_000));
    stream.destroy();
  });
});

describe('when a runner goes away', () => {
  test('the workspace says so, is opened on another one from the saved files, and the time is given back', async () => {
    const lost = await startTestRunner(platform.database, { name: 'lost', slots: 1 });
    let candidate: Candidate;
    // Either runner may take an attempt; the second has one place.
    do candidate = await startAttempt(platform);
    while (lost.sandboxes.pods[0]?.spec.owner !== candidate.attemptId);
    const before = await view(candidate);
    await candidate.call('PUT /api/attempts/:attemptId/file', {
      params: paramsOf(candidate),
      body: { path: 'kept.js', content: 'kept', baseRev: 0 },
    });
    await lost.stop();
    await eventually(async () => expect((await view(candidate)).workspace.sandbox).toBe('ready'));
    const pod = runner.sandboxes.pods.find(({ spec }) => spec.owner === candidate.attemptId);
    expect(pod?.files.get('kept.js')?.toString()).toBe('kept');
    expect((await outagesOf(candidate))[0]).toMatchObject({ reason: 'sandbox' });
    expect(Date.parse((await view(candidate)).deadline!)).toBeGreaterThan(Date.parse(before.deadline!));
  });

  test('without a word, its sandboxes are taken from it after a while', async () => {
    const candidate = await startAttempt(platform);
    const { sql } = platform.database;
    await sql`
      insert into process (name, api, runner, seen_at) values ('dead', false, true, clock_timestamp() - interval '1 minute')`;
    const before = await view(candidate);
    await sql`update workspace set process = 'dead' where attempt_id = ${candidate.attemptId}`;
    await eventually(async () => {
      expect((await view(candidate)).workspace.sandbox).toBe('ready');
      expect((await outagesOf(candidate)).length).toBe(1);
    });
    // Not more than the attempt has run, whatever the dead process missed before.
    const given = Date.parse((await view(candidate)).deadline!) - Date.parse(before.deadline!);
    expect(given).toBeGreaterThan(0);
    expect(given).toBeLessThan(20_000);
  });
});

describe('when all sandboxes are in use', () => {
  test('those who come later wait their turn, see their place, and lose no time', async () => {
    const small = await startPlatform({ name: 'small', slots: 1 });
    const first = await startAttempt(small);
    const [second, third] = [await openInvite(small), await openInvite(small)];
    await start(second);
    await start(third);
    expect((await view(second)).workspace).toMatchObject({ sandbox: 'queued', place: 1 });
    expect(await view(third)).toMatchObject({
      state: 'preparing',
      startedAt: null,
      workspace: { sandbox: 'queued', place: 2 },
    });
    await submit(first);
    await eventually(async () => expect((await view(second)).state).toBe('running'));
    expect((await view(third)).workspace).toMatchObject({ sandbox: 'queued', place: 1 });
    await small.close();
  });

  test('a sandbox that is not where the table says is opened again', async () => {
    const calm = await startPlatform({ name: 'forgetful', slots: 1 });
    await startAttempt(calm);
    const candidate = await openInvite(calm);
    await start(candidate);
    const { sql } = calm.database;
    await sql`update workspace set process = 'forgetful' where process is null`;
    await eventually(async () =>
      expect((await view(candidate)).workspace).toMatchObject({ sandbox: 'queued', place: 1 }),
    );
    await calm.close();
  });

  test('an engine that goes away while a sandbox is opened turns nobody away', async () => {
    const lost = await startPlatform({ name: 'engine-lost' });
    lost.sandboxes.broken = true;
    lost.sandboxes.downAfterOpen = true;
    const candidate = await openInvite(lost);
    await start(candidate);
    await eventually(() => expect(lost.sandboxes.down).toBe(true));
    Object.assign(lost.sandboxes, { broken: false, down: false, downAfterOpen: false });
    await eventually(async () => expect((await view(candidate)).state).toBe('running'));
    await lost.close();
  });

  test('nobody is turned away while the engine is silent', async () => {
    const quiet = await startPlatform({ name: 'quiet' });
    quiet.sandboxes.down = true;
    const candidate = await openInvite(quiet);
    await start(candidate);
    await sleep(1500);
    expect((await view(candidate)).workspace).toMatchObject({ sandbox: 'queued', place: 1 });
    quiet.sandboxes.down = false;
    await eventually(async () => expect((await view(candidate)).state).toBe('running'));
    await quiet.close();
  });
});

describe('a workspace nobody uses', () => {
  test('sleeps, then goes, and is back with every file when somebody looks', async () => {
    const calm = await startPlatform({ name: 'calm', idle: { sleepMs: 100, goMs: 2_500 } });
    const candidate = await startAttempt(calm);
    await candidate.call('PUT /api/attempts/:attemptId/file', {
      params: paramsOf(candidate),
      body: { path: 'kept.js', content: 'kept', baseRev: 0 },
    });
    const pod = calm.sandboxes.pods[0]!;
    await eventually(() => expect(pod.paused).toBe(true));
    expect((await view(candidate)).workspace.sandbox).toBe('ready');
    expect(pod.paused).toBe(false);
    await eventually(() => expect(calm.sandboxes.pods).toEqual([]));
    await eventually(async () => expect((await view(candidate)).workspace.sandbox).toBe('ready'));
    expect(calm.sandboxes.pods[0]?.files.get('kept.js')?.toString()).toBe('kept');
    await calm.close();
  });
});

describe('when nobody was there to answer', () => {
  test('the silence is given back to everybody whose time ran, once', async () => {
    const first = await startPlatform({ name: 'only' });
    const candidate = await startAttempt(first);
    const { sql } = first.database;
    await first.app.close();
    await sql`update attempt set started_at = started_at - interval '5 minutes', deadline = deadline - interval '5 minutes'`;
    await sql`update process set seen_at = seen_at - interval '40 seconds'`;
    const before = (await sql`select deadline from attempt`)[0]!['deadline'] as Date;
    const again = await startPlatform({ name: 'only-again' }, first.database);
    candidate.moveTo(again.app);
    await eventually(async () => expect((await view(candidate)).clockStands).toBe(false));
    const given = Date.parse((await view(candidate)).deadline!) - before.getTime();
    const outages = await sql<{ ms: number }[]>`
      select extract(epoch from ended_at - began_at)::float * 1000 as ms from outage
      where attempt_id = ${candidate.attemptId} and reason = 'platform'`;
    expect(outages.filter(({ ms }) => ms > 38_000)).toHaveLength(1);
    expect(given).toBeGreaterThan(38_000);
    const lost = outages.reduce((sum, { ms }) => sum + ms, 0);
    // The deadline was read a little before the outages were.
    expect(Math.abs(given - lost)).toBeLessThan(2_000);
    await again.close();
    await first.close().catch(() => undefined);
  });

  test('an attempt whose time ran out meanwhile is not handed in', async () => {
    const first = await startPlatform({ name: 'late' });
    const candidate = await startAttempt(first);
    const { sql } = first.database;
    await first.app.close();
    await sql`update process set seen_at = clock_timestamp() - interval '30 minutes'`;
    await sql`update attempt set started_at = clock_timestamp() - interval '80 minutes', deadline = clock_timestamp() - interval '20 minutes'`;
    const again = await startPlatform({ name: 'late-again' }, first.database);
    candidate.moveTo(again.app);
    const { state, deadline } = await view(candidate);
    expect(state).toBe('running');
    expect(Date.parse(deadline!) - Date.now()).toBeGreaterThan(9 * 60_000);
    await again.close();
    await first.close().catch(() => undefined);
  });
});
