import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Challenge } from '../../challenge/challenge.ts';
import type { Tree } from '../../challenge/tree.ts';
import { type Pod, type PodSpec, type Probe, SandboxError, type Sandboxes } from '../../sandbox/sandboxes.ts';
import { plans } from '../plan.ts';
import { factOf } from './maintainability.ts';
import { type OwnTestsOptions, runOwnTests } from './own-tests.ts';

const code =
  'export const enough = (left: number, wanted: number) => left >= wanted && wanted !== 0;\nif (limit > 100) stop();\n';
const handed: Tree = new Map([['stock.ts', Buffer.from(code)]]);

/** What a candidate's tests do with the files as they are, in their n-th run. */
type Tests = (text: string, run: number, serviceRuns: boolean) => boolean;

/** Runs the code, so that nothing but a change of what it does can be noticed. */
const honest: Tests = (text) => {
  const source = text.replace('export const', 'const').replaceAll(': number', '');
  const asked = '[enough(1, 1), enough(0, 1), enough(1, 0), stopped].join()';
  const program = `let stopped = false; const stop = () => (stopped = true);\n${source}\n${asked}`;
  const outcome = (limit: number) => runInNewContext(program, { limit }) as string;
  return outcome(101) === 'true,false,false,true' && outcome(100) === 'true,false,false,false';
};

async function tried(tests: Tests, options: { seed?: number; breaks?: RegExp; lost?: boolean } = {}) {
  const pod = new FakePod(tests, options);
  const open = (_spec: PodSpec) => Promise.resolve(pod as unknown as Pod);
  const runs = await runOwnTests({ open } as Partial<Sandboxes> as Sandboxes, {
    challenge: { port: 8080, ready: '/health' } as Challenge,
    plan: plans.short,
    spec: {} as PodSpec,
    starter: new Map(),
    tree: handed,
    seed: options.seed ?? 1,
    signal: undefined,
  } satisfies OwnTestsOptions);
  const size = { files: 1, lines: 2, decisions: 2 };
  return { runs, removed: pod.removed, fact: factOf({ testFiles: 1, runs, size, referenceSize: size }) };
}

describe('tests that', () => {
  test('look at what the code does catch every bug', async () => {
    const { fact, runs, removed } = await tried(honest);
    expect(fact.tests).toBe('tried');
    expect(fact.bugs.map(({ caught }) => caught)).toEqual([true, true]);
    expect(runs.map(({ kind }) => kind).toSorted()).toEqual(['bug', 'bug', 'neutral', 'none']);
    expect(runs[0]?.kind).toBe('none');
    expect(removed).toBe(true);
  });

  test('always pass catch none', async () => {
    const { fact } = await tried(() => true);
    expect(fact.bugs.map(({ caught }) => caught)).toEqual([false, false]);
  });

  test('never pass are no tests', async () => {
    const { fact, runs } = await tried(() => false);
    expect(fact.tests).toBe('failing');
    expect(runs).toHaveLength(2);
  });

  test('do not pass leave the end of what they said, and others nothing', async () => {
    const [failed] = (await tried(() => false)).runs;
    expect(failed?.output).toHaveLength(4000);
    expect(failed?.output).toMatch(/enough\(1, 1\) is false$/);
    const { runs } = await tried(honest);
    for (const { ended, output } of runs) expect(output === undefined, ended).toBe(ended === 'passed');
  });

  test('compare the text of the code are no tests', async () => {
    expect((await tried((text) => text === code)).fact.tests).toBe('unsteady');
    const stripped = (text: string) => text.replaceAll(/\/\/.*|\s/g, '');
    expect((await tried((text) => stripped(text) === stripped(code))).fact.tests).toBe('unsteady');
  });

  test('pass the first time alone are no tests, whenever the turn of the change that does nothing comes', async () => {
    const states = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (seed) => (await tried((_, run) => run === 1, { seed })).fact.tests),
    );
    expect(new Set(states)).toEqual(new Set(['unsteady']));
  });

  test('start a service of their own are run without the other', async () => {
    const { fact, runs } = await tried((text, _, serviceRuns) => !serviceRuns && honest(text, 0, false));
    expect(runs.slice(0, 2).map(({ kind, ended }) => [kind, ended])).toEqual([
      ['none', 'failed'],
      ['none', 'passed'],
    ]);
    expect(fact.bugs.map(({ caught }) => caught)).toEqual([true, true]);
  });
});

test('a bug with which the service does not start needs no test to be noticed, and does not count', async () => {
  const { fact } = await tried(honest, { breaks: /<=/ });
  expect(fact.tests).toBe('tried');
  expect(fact.bugs).toHaveLength(1);
});

test('a sandbox that fails leaves what is known, and nothing else of the grading is lost', async () => {
  const { fact, removed } = await tried(honest, { lost: true });
  expect(fact.tests).toBe('unknown');
  expect(removed).toBe(true);
});

class FakePod {
  removed = false;
  readonly #tests: Tests;
  readonly #breaks: RegExp | undefined;
  readonly #lost: boolean;
  #text = '';
  #tested = 0;
  #running = false;

  constructor(tests: Tests, { breaks, lost = false }: { breaks?: RegExp; lost?: boolean }) {
    this.#tests = tests;
    this.#breaks = breaks;
    this.#lost = lost;
  }

  attachProbe = () =>
    Promise.resolve<Probe>({
      run: (_command, { onLine }) => {
        const ready = !this.#breaks?.test(this.#text);
        onLine({ type: 'ready', ready, listened: ready, detail: '', ms: 1 });
        return Promise.resolve();
      },
    });
  writeFiles = async (tree: Tree) => void (this.#text = tree.get('stock.ts')?.toString() ?? '');
  build = () => Promise.resolve({ code: 0, output: '', timedOut: false });
  restart = async () => void (this.#running = true);
  status = () => Promise.resolve({ state: 'running', exitCode: null, outOfMemory: false });
  log = () => Promise.resolve([]);
  end = async () => void (this.#running = false);
  remove = async () => void (this.removed = true);
  test = async () => {
    if (this.#lost) throw new SandboxError('the engine is gone');
    const passed = this.#tests(this.#text, ++this.#tested, this.#running);
    const output = `${'x'.repeat(9000)}\n${passed ? 'all is well' : 'enough(1, 1) is false'}`;
    return { code: passed ? 0 : 1, output, timedOut: false };
  };
}
