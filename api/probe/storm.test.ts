import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../db/port.ts';
import type { Probe } from '../sandbox/sandboxes.ts';
import { runStorm, Storm, type StormObservation } from './storm.ts';

const root = join(import.meta.dirname, '../..');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

describe('a storm over a service that is killed in the middle of it', () => {
  test('finds the acknowledged writes that are gone', async () => {
    const { invariants } = await killedInBetween('late');
    expect(invariants.map(({ rule, violations }) => [rule, violations > 0])).toEqual([
      ['progress', false],
      ['no-lost-writes', true],
      ['no-phantoms', false],
    ]);
    const [example] = invariants[1]?.examples ?? [];
    expect(example?.operations).toMatchObject([{ kind: 'write', outcome: 'ok', answer: '200' }]);
  });

  test('finds nothing where a write is acknowledged once it is on disk', async () => {
    const { invariants, unproven } = await killedInBetween('write');
    expect(invariants.flatMap(({ examples }) => examples)).toEqual([]);
    expect(unproven).toEqual([]);
  });
});

test('a service that is gone at the end could not be read back', async () => {
  const notebook = await startNotebook('write');
  const storm = await Storm.start(localProbe('notebook-storm.ts'), { port: notebook.port, seed: 3 });
  await storm.act(300);
  await notebook.kill();
  const { unreadable, invariants } = await storm.readBack({ deadlineMs: 300 });
  expect(unreadable).toMatch(/GET \/notes: (nothing listens|the connection failed)/);
  expect(invariants.map(({ rule }) => rule)).toEqual(['progress']);
});

describe('our own failure is', () => {
  test.each([
    ['a storm that cannot be read', ['sh', '-c', 'exit 3'], /ended with 3/],
    ['a storm that ends early', ['sh', '-c', 'echo \'{"type":"storm-ready"}\''], /ended early/],
    ['a line we do not know', ['sh', '-c', 'echo \'{"type":"storm-acted","ms":-1}\''], /line we do not know/],
    ['a lost invariant', lines('{"type":"storm-done","invariants":1}'), /lost invariants/],
    [
      'an invariant that had nothing to check',
      lines(
        '{"type":"invariant","rule":"r","title":"Nothing is lost","checked":0,"violations":0,"examples":[]}',
        '{"type":"storm-done","invariants":1}',
      ),
      /gave "Nothing is lost" nothing to check/,
    ],
  ])('%s', async (_what, program, message) => {
    const probe: Probe = { run: (_command, options) => runLocally(program, options) };
    await expect(runStorm(probe, { port: 1, seed: 1, durationMs: 1 })).rejects.toThrow(message);
  });
});

test('an invariant with nothing to check is no failure of ours while another is broken', async () => {
  const found = (rule: string, checked: number, violations: number) =>
    JSON.stringify({ type: 'invariant', rule, title: rule, checked, violations, examples: [] });
  const program = lines(
    found('a', 0, 0),
    found('b', 2, 1),
    JSON.stringify({ type: 'storm-done', invariants: 2 }),
  );
  const probe: Probe = { run: (_command, options) => runLocally(program, options) };
  const { invariants } = await runStorm(probe, { port: 1, seed: 1, durationMs: 1 });
  expect(invariants).toHaveLength(2);
});

/** A program that acts at once and answers the reading-back so. */
function lines(...answers: string[]): string[] {
  const acted = '{"type":"storm-acted","ms":1,"operations":{}}';
  const say = (line: string) => `echo '${line}'`;
  const steps = [say('{"type":"storm-ready"}'), 'read line', say(acted), 'read line', ...answers.map(say)];
  return ['sh', '-c', steps.join('; ')];
}

async function killedInBetween(when: 'write' | 'late'): Promise<StormObservation> {
  const notebook = await startNotebook(when);
  const storm = await Storm.start(localProbe('notebook-storm.ts'), { port: notebook.port, seed: 7 });
  const acting = storm.act(20_000);
  await storm.progressed;
  await notebook.kill();
  await sleep(100);
  storm.stop();
  const { operations } = await acting;
  expect(operations['write']?.ok).toBeGreaterThanOrEqual(10);
  expect(operations['write']?.unknown).toBeGreaterThan(0);
  await notebook.start();
  return storm.readBack();
}

async function startNotebook(when: 'write' | 'late') {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'notebook-'));
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const start = async () => {
    const program = join(root, 'test/support/notebook.ts');
    child = spawn(process.execPath, [program, String(port), join(folder, 'notes'), when]);
    for (let tries = 0; tries < 200; tries++) {
      const up = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
      if (up) return;
      await sleep(50);
    }
    throw new Error('the notebook did not start');
  };
  closing.push(() => rm(folder, { recursive: true }), kill);
  await start();
  return { port, start, kill };
}

/** A probe whose container is this machine and whose suite is one storm of test/support. */
function localProbe(storm: string): Probe {
  const places: Record<string, string> = {
    '/probe/run-storm.ts': join(root, 'sandboxes/probe/run-storm.ts'),
    '/suite/storm.ts': join(root, 'test/support', storm),
  };
  return {
    run: (command, options) =>
      runLocally(
        command.map((word) => places[word] ?? word),
        options,
      ),
  };
}

async function runLocally([program = '', ...words]: string[], options: Parameters<Probe['run']>[1]) {
  const child = spawn(program === 'node' ? process.execPath : program, words, {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  closing.push(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  child.stdin.on('error', () => {});
  options.onOpen?.((value) => void child.stdin.write(`${JSON.stringify(value)}\n`));
  for await (const line of createInterface({ input: child.stdout })) options.onLine(JSON.parse(line));
  const [code] = (await exited) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaint}`);
}
