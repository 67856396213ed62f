import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import type { Calibrations, Challenge } from '../challenge/challenge.ts';
import { card } from '../cli/card.ts';
import {
  type Pod,
  type PodSpec,
  type Probe,
  SandboxError,
  type Sandboxes,
  type ServiceStatus,
} from '../sandbox/sandboxes.ts';
import type { Phase } from './contract.ts';
import { grade, type GradeHooks } from './grade.ts';
import type { LoadCommand, LoadPhase, WindowLine } from '../../sandboxes/probe/observation.ts';
import { type Plan, plans } from './plan.ts';
import { Report } from './report.ts';

const candidate = new Map([['server.ts', Buffer.from('candidate')]]);
const reference = new Map([['server.ts', Buffer.from('reference')]]);

test.concurrent('a service that works is graded, phase by phase, and its pods are gone', async () => {
  const seen: string[] = [];
  const { report, removed } = await run({}, { onPhases: (phases) => seen.push(running(phases)) });
  expect(Value.Check(Report, report)).toBe(true);
  expect(report).toMatchObject({
    outcome: 'graded',
    seed: 3,
    environment: { plan: 'short', reference: 'good' },
  });
  expect([...new Set(seen)].filter(Boolean)).toEqual([
    'prepare',
    'build',
    'start',
    'checks',
    'warm-up',
    'saturated',
    'steady',
    'ladder',
    'score',
  ]);
  // Everything it was offered was answered well, so more may be possible.
  expect(card(report)).toMatch(/Knee +at least 110 \(from \d+; .*\) requests\/s \(reference at least 110\)/);
  expect(removed()).toBe(2);
});

test.concurrent('points stand on the anchors of the runtime that was graded, or say that there are none', async () => {
  const side = { naive: 0.9, strong: 1.9 };
  const ratios = ['throughput', 'cpuSaturated', 'cpuSteady', 'latencyP50', 'latencyP95', 'knee'];
  const anchors = Object.fromEntries(ratios.map((name) => [name, side])) as Calibrations[string];
  const behaviour = { candidate: { good: 30 } };
  const [mine, others, none] = await Promise.all([
    run(behaviour, {}, [], { node: anchors }),
    run(behaviour, {}, [], { python: anchors }),
    run(behaviour),
  ]);
  const facts = [mine, others, none].map(({ report }) => ({
    anchors: report.environment.anchors,
    points: report.outcome === 'graded' && report.score.value,
    text: card(report).includes('no anchors for node'),
  }));
  expect(facts.map((fact) => fact.anchors)).toEqual(['calibrated', 'general', 'general']);
  expect(facts.map((fact) => fact.text)).toEqual([false, true, true]);
  expect(facts[1]?.points).toBe(facts[2]?.points);
  expect(facts[0]?.points).not.toBe(facts[2]?.points);
});

test.concurrent('what keeps the candidate’s service from running is the candidate’s failure, with its log', async () => {
  const built = await run({ candidate: { build: { code: 2, output: 'a\nno such type', timedOut: false } } });
  expect(built.report).toMatchObject({
    outcome: 'candidate_failure',
    failure: { stage: 'build', code: 'did-not-build', log: ['a', 'no such type'] },
  });
  const exited = await run({ candidate: { status: { state: 'exited', exitCode: 7, outOfMemory: false } } });
  expect(exited.report).toMatchObject({
    outcome: 'candidate_failure',
    failure: { stage: 'start', code: 'exited', log: ['the log'] },
  });
  const silent = await run({ candidate: { ready: false } });
  expect(silent.report).toMatchObject({
    outcome: 'candidate_failure',
    failure: { stage: 'start', code: 'never-listened' },
  });
  for (const { removed } of [built, exited, silent]) expect(removed()).toBe(2);
});

test.concurrent('the same trouble in the reference is our failure', async () => {
  const { report, removed } = await run({ reference: { ready: false } });
  expect(report).toMatchObject({ outcome: 'our_failure', failure: { code: 'reference' } });
  expect(removed()).toBe(2);
});

test.concurrent('when both sides fail, it is ours', async () => {
  const { report } = await run({ candidate: { ready: false }, reference: { ready: false } });
  expect(report.outcome).toBe('our_failure');
});

test.concurrent('a sandbox that breaks, or a probe that talks nonsense, is our failure', async () => {
  const broken = await run({ candidate: { open: new SandboxError('the engine is gone') } });
  expect(broken.report).toMatchObject({
    outcome: 'our_failure',
    failure: { stage: 'prepare', code: 'SandboxError', reason: 'the engine is gone' },
  });
  const nonsense = await run({ candidate: { checks: [{ type: 'verdict', score: 100 }] } });
  expect(nonsense.report).toMatchObject({
    outcome: 'our_failure',
    failure: { stage: 'checks', code: 'ProbeError' },
  });
  const lost = await run({ candidate: { checks: [{ type: 'checks-done', count: 1 }] } });
  expect(lost.report).toMatchObject({ outcome: 'our_failure', failure: { code: 'ProbeError' } });
});

test.concurrent('a machine too busy to measure is inconclusive, not a low score', async () => {
  const { report } = await run({ reference: { lagP99Ms: 500 } });
  expect(report).toMatchObject({ outcome: 'our_failure', failure: { stage: 'load', code: 'inconclusive' } });
});

test.concurrent('a ladder that could not be measured is inconclusive, not a knee of 0', async () => {
  const { report } = await run({ candidate: { lateOn: /^step/ } });
  expect(report).toMatchObject({ outcome: 'our_failure', failure: { stage: 'score', code: 'inconclusive' } });
});

test.concurrent('seconds that disagree are given more of them, and one more boot while there is time', async () => {
  const narrow = { ...plans.short.narrow, addMs: 1000, mostMs: 5000, spareMs: 1000, mostBoots: 2 };
  const noisy = { candidate: { noisy: true } };
  const grading = (limitMs: number) =>
    run(noisy, {}, [], {}, { ...plans.short, narrow: { ...narrow, limitMs } });
  const [more, late] = await Promise.all([grading(600_000), grading(0)]);
  const precision = ({ report }: typeof more) => report.outcome === 'graded' && report.precision;
  // Four seconds saturated and as many steady in each boot, and the one that was to spare.
  expect(precision(more)).toMatchObject({ boots: 2, seconds: 17 });
  expect(precision(late)).toMatchObject({ boots: 1, seconds: 9 });
  expect(card(late.report)).toContain('wider than aimed at');
  expect([more.removed(), late.removed()]).toEqual([4, 2]);
});

test.concurrent('a boot that only made it narrower takes nothing away when it fails by our fault', async () => {
  const narrow = { ...plans.short.narrow, mostBoots: 2, limitMs: 600_000 };
  const plan = { ...plans.short, narrow };
  const { report } = await run({ candidate: { noisy: true }, reference: { openings: 1 } }, {}, [], {}, plan);
  expect(report).toMatchObject({ outcome: 'graded', precision: { boots: 1 } });
});

test.concurrent('a service that gives no good answer is graded, at the bottom', async () => {
  const { report } = await run({ candidate: { good: 0 } });
  expect(report).toMatchObject({ outcome: 'graded', band: 'below', capped: null });
  expect(report).toMatchObject({ dimensions: [{ value: 0 }, { name: 'Performance', value: 0 }] });
});

test.concurrent('a stopped grading throws the reason and leaves no pod', async () => {
  const stop = new AbortController();
  const pods: string[] = [];
  const onPhases = (phases: Phase[]): void =>
    void (running(phases) === 'checks' && stop.abort(new Error('stopped')));
  await expect(run({}, { onPhases, signal: stop.signal }, pods)).rejects.toThrow('stopped');
  expect(pods).toEqual(['removed', 'removed']);
});

interface Behaviour {
  open?: Error;
  build?: { code: number; output: string; timedOut: boolean };
  status?: ServiceStatus;
  ready?: boolean;
  checks?: unknown[];
  good?: number;
  /** Every other second has a quarter of the good answers. */
  noisy?: boolean;
  lagP99Ms?: number;
  /** Phases in which the generator is late. */
  lateOn?: RegExp;
  /** How often a pod of it opens before the engine is gone. */
  openings?: number;
}

async function run(
  behaviour: { candidate?: Behaviour; reference?: Behaviour },
  hooks: GradeHooks = {},
  removals: string[] = [],
  calibrations: Calibrations = {},
  plan: Plan = plans.short,
) {
  const sandboxes = fakeSandboxes(behaviour, removals);
  const options = {
    challenge: { ...challenge, calibrations },
    runtime: 'node',
    tree: candidate,
    seed: 3,
    owner: 'o',
    plan,
  } as const;
  const { report } = await grade(sandboxes, options, hooks);
  return { report, removed: () => removals.length };
}

const challenge: Challenge = {
  slug: 'fake',
  title: 'Fake',
  summary: '',
  kind: 'fix',
  minutes: 1,
  brief: '',
  port: 8080,
  ready: '/health',
  env: {},
  services: {},
  stubs: new Map(),
  drills: [],
  examples: [],
  review: [],
  goal: { ms: 200, errorRate: 0.01, rps: 10 },
  categories: { shape: { title: 'Shape', mustFix: false, weight: 1, dimension: 'correctness' } },
  starters: {},
  suites: { visible: new Map(), hidden: new Map() },
  references: { good: { bands: ['solid'], trees: { node: reference } } },
  duet: 'good',
  canary: '',
  digest: 'd',
  suiteDigest: 's',
  calibrations: {},
};

function running(phases: readonly Phase[]): string {
  return phases.find((phase) => phase.state === 'running')?.name ?? '';
}

function fakeSandboxes(
  behaviour: { candidate?: Behaviour; reference?: Behaviour },
  removals: string[],
): Sandboxes {
  return {
    selfTest: () => Promise.resolve([]),
    open: (_spec: PodSpec) => Promise.resolve(new FakePod(behaviour, removals)),
    keepWarm: () => undefined,
    warm: () => 0,
    serviceImage: () => Promise.resolve('image'),
    facts: () =>
      behaviour.candidate?.open
        ? Promise.reject(behaviour.candidate.open)
        : Promise.resolve({ images: {}, engine: 'fake' }),
    whole: () => Promise.resolve(new Set()),
    reconcile: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  };
}

/** A pod that learns from its files whose it is, and then behaves as the test wants that side to. */
class FakePod implements Pod {
  readonly id = 'fake';
  readonly #behaviours: { candidate?: Behaviour; reference?: Behaviour };
  readonly #removals: string[];
  #own: Behaviour = {};

  constructor(behaviours: { candidate?: Behaviour; reference?: Behaviour }, removals: string[]) {
    this.#behaviours = behaviours;
    this.#removals = removals;
  }

  writeFiles(tree: typeof candidate): Promise<void> {
    this.#own = this.#behaviours[tree === candidate ? 'candidate' : 'reference'] ?? {};
    const { openings } = this.#own;
    if (openings === 0) return Promise.reject(new SandboxError('the engine is gone'));
    if (openings !== undefined) this.#own.openings = openings - 1;
    return Promise.resolve();
  }
  patchFiles = () => Promise.resolve();
  readFiles = () => Promise.resolve(new Map());
  readSources = () => Promise.resolve({ files: new Map(), tooLarge: new Set<string>() });
  watchFiles = () => Promise.reject(new Error('nobody watches here'));
  format = () => Promise.resolve(undefined);
  build = () => Promise.resolve(this.#own.build ?? { code: 0, output: '', timedOut: false });
  test = () => Promise.resolve(undefined);
  statements = () => Promise.resolve(null);
  restart = () => Promise.resolve();
  status = () =>
    Promise.resolve(this.#own.status ?? { state: 'running' as const, exitCode: null, outOfMemory: false });
  end = () => Promise.resolve({ exitCode: 0, ms: 0 });
  disturb = () => Promise.resolve();
  memory = () => Promise.resolve(0);
  log = () => Promise.resolve(['the log']);
  connect = () => Promise.reject(new Error('nobody connects here'));
  terminal = () => Promise.reject(new Error('nobody types here'));
  run = () => Promise.reject(new Error('nobody runs anything here'));
  // Nothing costs anything, however busy the machine is that runs the test.
  cpu = () => Promise.resolve({ atMs: 0, usedMs: 0 });
  attachProbe = () =>
    Promise.resolve<Probe>({ run: (command, options) => this.#run(command[1] ?? '', options) });
  pause = () => Promise.resolve(true);
  resume = () => Promise.resolve();
  remove(): Promise<void> {
    this.#removals.push('removed');
    return Promise.resolve();
  }

  #run(program: string, { onLine, onOpen, signal }: Parameters<Probe['run']>[1]): Promise<void> {
    if (program.endsWith('run-ready.ts')) return this.#answerReady(onLine, signal);
    if (program.endsWith('run-checks.ts')) {
      const check = { type: 'check', name: 'x', category: 'shape', message: '', ms: 1 };
      const lines = this.#own.checks ?? [
        { ...check, passed: this.#own.good !== 0 },
        { type: 'checks-done', count: 1 },
      ];
      lines.forEach(onLine);
      return Promise.resolve();
    }
    onLine({ type: 'load-ready' });
    onOpen?.((command) => this.#load(command as LoadCommand, onLine));
    return new Promise(() => {});
  }

  #answerReady(onLine: (line: unknown) => void, signal?: AbortSignal): Promise<void> {
    const ready = this.#own.ready ?? true;
    if (this.#own.status?.state === 'exited')
      return new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new Error('stopped'))),
      );
    onLine({ type: 'ready', ready, listened: ready, detail: '', ms: 5 });
    return Promise.resolve();
  }

  // A neighbour's endless phase ends when it is stopped, every other at once.
  #load(command: LoadCommand, onLine: (line: unknown) => void): void {
    if (command.type === 'phase' && command.durationMs > 60_000) return;
    const phase = command.id;
    const windows = command.type === 'stop' ? [] : this.#windows(command);
    windows.forEach(onLine);
    onLine({ type: 'phase-done', phase, windows: windows.length });
  }

  #windows({ id, startAtMs, durationMs, mode }: LoadPhase): WindowLine[] {
    const { good: usual = 100, noisy, lateOn, lagP99Ms = lateOn?.test(id) ? 500 : 1 } = this.#own;
    return Array.from({ length: Math.ceil(durationMs / 1000) }, (_, index) => {
      const good = noisy && mode === 'closed' && index % 2 === 0 ? usual / 4 : usual;
      return {
        type: 'window',
        phase: id,
        index,
        startMs: startAtMs + index * 1000,
        ms: 1000,
        scheduled: 100,
        sent: 100,
        good,
        failures: good === 100 ? {} : { timeout: 100 - good },
        latencies: mode === 'open' ? Array.from({ length: good }, () => 20) : [],
        samples: '',
        lagP99Ms,
        cpuShare: 0.1,
        stolenShare: 0,
      };
    });
  }
}
