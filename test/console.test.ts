// What a candidate has at hand beside the editor, over real connections; the sandboxes are in memory.
import { PassThrough, type Duplex } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attemptOver, shellEnded } from '../api/console/terminal.ts';
import {
  eventually,
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
import type { MemorySandboxes } from './support/sandboxes.ts';
import { openSocket } from './support/socket.ts';

const listen = (platform: TestPlatform) => platform.app.listen({ host: '127.0.0.1', port: 0 });

describe.each(['here', 'on another machine'])('a sandbox %s', (where) => {
  let platform: TestPlatform;
  let runner: TestRunner | undefined;
  let sandboxes: MemorySandboxes;
  let base: string;
  let candidate: Candidate;
  let params: { attemptId: string };
  beforeAll(async () => {
    platform = where === 'here' ? await startPlatform() : await startApi({ name: 'front' });
    if (where !== 'here') runner = await startTestRunner(platform.database, { name: 'away' });
    sandboxes = runner?.sandboxes ?? platform.sandboxes;
    sandboxes.service = (_, response) => void response.end('ok');
    base = await listen(platform);
    candidate = await startAttempt(platform);
    params = { attemptId: candidate.attemptId };
  });
  afterAll(async () => {
    await platform?.close();
    await runner?.stop();
  });
  beforeEach(() => {
    sandboxes.shell = () => new PassThrough();
  });

  test('draws what is typed, in the size of the browser', async () => {
    const terminal = await openSocket(base, candidate, { size: 'cols=100&rows=30' });
    terminal.type('ls\r');
    await eventually(() => expect(terminal.drawn()).toBe('ls\r'));
    terminal.say({ cols: 120, rows: 40 });
    await eventually(() =>
      expect(sandboxes.pods[0]?.sizes).toEqual([
        { cols: 100, rows: 30 },
        { cols: 120, rows: 40 },
      ]),
    );
    terminal.close();
  });

  test('gives a terminal to who came last, and has two', async () => {
    const first = await openSocket(base, candidate);
    const other = await openSocket(base, candidate, { name: '2' });
    const second = await openSocket(base, candidate);
    expect(await first.closed).toBe(shellEnded);
    second.type('mine');
    other.type('too');
    await eventually(() => expect([second.drawn(), other.drawn()]).toEqual(['mine', 'too']));
    await expect(openSocket(base, candidate, { name: '3' })).rejects.toThrow('refused');
    second.close();
    other.close();
  });

  test('holds back a program that writes faster than the browser draws', async () => {
    let sent = 0;
    sandboxes.shell = () => flood((bytes) => (sent += bytes));
    const terminal = await openSocket(base, candidate);
    await eventually(() => expect(terminal.drawn().length).toBeGreaterThan(262_144));
    await eventually(async () => {
      const before = sent;
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(sent).toBe(before);
    });
    expect(terminal.drawn().length).toBeLessThan(400_000);
    terminal.say({ seen: terminal.drawn().length });
    await eventually(() => expect(terminal.drawn().length).toBeGreaterThan(524_288));
    terminal.close();
  });

  test('runs SQL, and says what the database says', async () => {
    let command: string[] = [];
    sandboxes.answer = (words) => {
      command = words;
      return { stdout: `n\n1\n${words.at(-2)} 1\n` };
    };
    const ask = (sql: string) =>
      candidate.call('POST /api/attempts/:attemptId/database', { params, body: { sql } });
    expect((await ask('select 1 as n')).body).toMatchObject({
      columns: ['n'],
      rows: [['1']],
      rowCount: 1,
      error: null,
    });
    expect(command.at(-1)).toBe('select 1 as n');
    sandboxes.answer = () => ({ code: 1, stderr: 'ERROR:  syntax error\n' });
    expect((await ask('selec')).body).toMatchObject({ rows: [], error: 'ERROR:  syntax error' });
    const tables = await candidate.call('GET /api/attempts/:attemptId/database', { params });
    expect(tables.problem).toMatchObject({ status: 502, code: 'no-tables', title: 'ERROR:  syntax error' });
  });

  test('takes a smoke load within the limit', async () => {
    const load = async (rps: number) =>
      candidate.call('POST /api/attempts/:attemptId/smoke-load', {
        params,
        body: { treeHash: await treeHashOf(candidate), rps },
      });
    expect((await load(201)).problem).toMatchObject({ status: 400, code: 'too-fast' });
    sandboxes.program = async (_suite, { onLine, onOpen, signal }) => {
      onLine({ type: 'load-ready' });
      onOpen?.((command) => {
        const { id, rate } = command as { id: string; rate: number };
        onLine(windowOf(id, rate));
        onLine({ type: 'phase-done', phase: id, windows: 1 });
      });
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    };
    const { body } = await load(200);
    expect(body).toMatchObject({ rps: 200, scheduled: 200, good: 199, p50: 5, failures: { wrong: 1 } });
    expect(body.usage).toHaveLength(1);
  });

  test('each has a line in the timeline, and nothing of what was typed', async () => {
    const rows = await platform.database.sql<{ kind: string; note: string | null }[]>`
      select distinct kind, note from timeline where attempt_id = ${candidate.attemptId} order by kind`;
    expect(rows).toEqual([
      { kind: 'load', note: '200/s' },
      { kind: 'sql', note: null },
      { kind: 'terminal', note: null },
    ]);
  });

  test('lets nobody in once the work is handed in', async () => {
    const terminal = await openSocket(base, candidate);
    await submit(candidate);
    expect([shellEnded, attemptOver]).toContain(await terminal.closed);
    await expect(openSocket(base, candidate)).rejects.toThrow('refused');
    const ended = await candidate.call('POST /api/attempts/:attemptId/database', {
      params,
      body: { sql: 'x' },
    });
    expect(ended.problem).toMatchObject({ status: 409, code: 'attempt-submitted' });
  });
});

test('a sleeping workspace wakes for a terminal, and stays awake while it is open', async () => {
  const platform = await startPlatform({ name: 'sleepy', idle: { sleepMs: 100, goMs: 60_000 } });
  const base = await listen(platform);
  const candidate = await startAttempt(platform);
  const pod = platform.sandboxes.pods[0]!;
  await eventually(() => expect(pod.paused).toBe(true));
  const terminal = await openSocket(base, candidate);
  await eventually(() => expect(pod.paused).toBe(false));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(pod.paused).toBe(false);
  terminal.close();
  await platform.close();
});

function flood(count: (bytes: number) => void): Duplex {
  return new PassThrough({
    highWaterMark: 1,
    read() {
      setImmediate(() => {
        count(8_192);
        this.push(Buffer.alloc(8_192, 'x'));
      });
    },
  });
}

function windowOf(phase: string, rate: number) {
  const counts = { scheduled: rate, sent: rate, good: rate - 1, failures: { wrong: 1 } };
  const latencies = Array<number>(rate - 1).fill(5);
  const own = { samples: '', lagP99Ms: 1, cpuShare: 0.1, stolenShare: 0 };
  return { type: 'window', phase, index: 0, startMs: 0, ms: 1000, latencies, ...counts, ...own };
}
