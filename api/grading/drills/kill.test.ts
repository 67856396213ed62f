import { expect, test } from 'vitest';
import type { StormCommand, WindowLine } from '../../../sandboxes/probe/observation.ts';
import type { Challenge } from '../../challenge/challenge.ts';
import type { Pod, Probe } from '../../sandbox/sandboxes.ts';
import { plans } from '../plan.ts';
import type { Side } from '../side.ts';
import { runDrills } from './drills.ts';

test.concurrent('a kill comes when there is something to lose, and what is there is read once the service is back', async () => {
  const { happened, runs } = await killed({ comesBack: 'at once' });
  expect(happened).toEqual([
    'acts',
    'progressed',
    'SIGKILL',
    'stop',
    'restart',
    'ready',
    'acts',
    'read-back',
  ]);
  expect(runs[0]?.storm?.invariants).toHaveLength(1);
});

test.concurrent('a service that does not come back is started once more before it is asked what it holds', async () => {
  const { happened } = await killed({ comesBack: 'when started again' });
  expect(happened.slice(4, 8)).toEqual(['restart', 'not ready', 'restart', 'ready']);
  expect(happened.slice(8, 10)).toEqual(['acts', 'read-back']);
});

test.concurrent('a kill that has to be done again has no second storm: the first one used up what it begins with', async () => {
  const { happened, runs } = await killed({ comesBack: 'at once', lagP99Ms: 60_000 });
  expect(happened.filter((what) => what === 'SIGKILL')).toHaveLength(2);
  expect(happened.filter((what) => what === 'read-back')).toHaveLength(1);
  expect(runs[0]?.storm?.invariants).toHaveLength(1);
});

interface World {
  comesBack: 'at once' | 'when started again';
  /** How late the generator is. */
  lagP99Ms?: number;
}

async function killed(world: World) {
  const happened: string[] = [];
  const pod = fakePod(happened);
  const side = { role: 'candidate', pod, probe: fakeProbe(world, happened), generator: fakeGenerator(world) };
  const runs = await runDrills({
    side: side as unknown as Side,
    challenge,
    plan: { ...plans.short, drill: { beforeMs: 0, recoverMs: 1 } },
    seed: 5,
    signal: undefined,
    saturatedRps: 60,
  });
  return { happened, runs };
}

const challenge = {
  port: 8080,
  ready: '/health',
  goal: { ms: 200, errorRate: 0.01, rps: 10 },
  drills: [{ kind: 'kill' }],
  suites: { visible: new Map(), hidden: new Map([['storm.ts', Buffer.alloc(0)]]) },
} as unknown as Challenge;

function fakePod(happened: string[]): Pod {
  const pod: Pick<Pod, 'end' | 'restart' | 'status' | 'log'> = {
    end: (signal) => {
      happened.push(signal);
      return Promise.resolve({ exitCode: 137, ms: 1 });
    },
    restart: () => {
      happened.push('restart');
      return Promise.resolve();
    },
    status: () => Promise.resolve({ state: 'running', exitCode: null, outOfMemory: false }),
    log: () => Promise.resolve([]),
  };
  return pod as Pod;
}

function fakeProbe({ comesBack }: World, happened: string[]): Probe {
  return {
    run: ([, program = ''], { onLine, onOpen }) => {
      if (program.endsWith('run-ready.ts')) {
        const tries = happened.filter((what) => what === 'restart').length;
        const ready = comesBack === 'at once' || tries > 1;
        happened.push(ready ? 'ready' : 'not ready');
        onLine({ type: 'ready', ready, listened: ready, detail: '', ms: 1 });
        return Promise.resolve();
      }
      onOpen?.((command) => storm(command as StormCommand, onLine, happened));
      onLine({ type: 'storm-ready' });
      return new Promise(() => {});
    },
  };
}

/** Acknowledges everything soon, and acts until it is stopped; the second time it ends at once. */
function storm(command: StormCommand, onLine: (line: unknown) => void, happened: string[]): void {
  const acted = { type: 'storm-acted', ms: 1, operations: {} };
  if (command.type === 'stop') {
    happened.push('stop');
    return onLine(acted);
  }
  if (command.type === 'read-back') {
    happened.push('read-back');
    const rule = { type: 'invariant', rule: 'r', title: 'Nothing is lost', checked: 1 };
    onLine({ ...rule, violations: 0, examples: [] });
    return onLine({ type: 'storm-done', invariants: 1 });
  }
  happened.push('acts');
  if (happened.includes('SIGKILL')) return onLine(acted);
  setTimeout(() => {
    happened.push('progressed');
    onLine({ type: 'storm-progressed' });
  }, 20);
}

/** One good second before the kill and one after it, whenever that was. */
function fakeGenerator({ lagP99Ms = 1 }: World): Pick<Side['generator'], 'run' | 'stop'> {
  let end: (windows: WindowLine[]) => void = () => {};
  let startAtMs = 0;
  const second = (index: number): WindowLine => ({
    type: 'window',
    phase: 'p',
    index,
    startMs: startAtMs + index * 1000,
    ms: 1000,
    scheduled: 10,
    sent: 10,
    good: 10,
    failures: {},
    latencies: [],
    samples: '',
    lagP99Ms,
    cpuShare: 0.1,
    stolenShare: 0,
  });
  return {
    run: (phase) => {
      startAtMs = phase.startAtMs;
      return new Promise((resolve) => (end = resolve));
    },
    stop: () => end([-1, 0, 1, 2, 3, 4].map(second)),
  };
}
