import { expect, test } from 'vitest';
import type { LoadPhase, WindowLine } from '../../sandboxes/probe/observation.ts';
import { kneeOf } from './knee.ts';
import { climb, climbAsReference } from './ladder.ts';
import { plans } from './plan.ts';
import type { Side } from './side.ts';

const goal = { ms: 200, errorRate: 0.01 };

test.concurrent('a service that the generator cannot drive to its limit holds at least what the generator could', async () => {
  const { steps, knee } = await climbed({ holds: 10_000, drives: 1900 });
  expect(knee?.atLeast).toBe(true);
  // Within a tenth of what the generator can do, though the plan has 1750 and 2000; and little is tried beyond that.
  expect(knee?.rps).toBeGreaterThan(1750);
  expect(knee?.rps).toBeLessThanOrEqual(1900);
  expect(Math.max(...steps.map(({ rps }) => rps))).toBe(2250);
});

test.concurrent('a knee between what was held and what was too much for the generator is found', async () => {
  const { knee } = await climbed({ holds: 1800, drives: 1950 });
  expect(knee?.atLeast).toBe(false);
  expect(knee?.rps).toBeGreaterThan(1750);
  expect(knee?.rps).toBeLessThan(1900);
});

test.concurrent('a knee within reach takes no step more, and the ladder ends above it', async () => {
  const { steps, knee } = await climbed({ holds: 1600, drives: 10_000 });
  expect(knee).toMatchObject({ atLeast: false });
  expect(steps.some((step) => step.closer)).toBe(false);
  expect(steps).toHaveLength(5);
});

test.concurrent('a machine that is too busy for rates which it can drive leaves the knee unknown', async () => {
  const { steps, knee } = await climbed({ holds: 10_000, drives: 500, saturatedRps: 900 });
  expect(knee).toBeNull();
  expect(steps.every(({ closer }) => !closer)).toBe(true);
});

test.concurrent('a reference that holds no step climbs again, as that was the machine', async () => {
  const steps = await climbedAsReference([{ holds: 0 }, { holds: 600 }]);
  expect(kneeOf(steps, goal)?.rps).toBeGreaterThan(500);
});

test.concurrent('a reference that holds no step twice leaves its knee unknown, and never at nothing', async () => {
  const steps = await climbedAsReference([{ holds: 0 }, { holds: 0 }]);
  expect(steps.length).toBeGreaterThan(0);
  expect(kneeOf(steps, goal)).toBeNull();
});

interface World {
  /** Up to so many requests a second are answered in time. */
  holds: number;
  /** Beyond this rate the generator is late. */
  drives: number;
  saturatedRps?: number;
}

async function climbed({ holds, drives, saturatedRps = 2500 }: World) {
  const climber = side((phase) => [windowOf(phase, { holds, drives })]);
  const options = { plan: plans.full, goal: { ...goal, rps: 100 }, seed: 1, saturatedRps };
  const steps = await climb(climber, side(), options);
  return { steps, knee: kneeOf(steps, goal) };
}

/** @param climbs what each climb of the reference finds, one after another */
async function climbedAsReference(climbs: Pick<World, 'holds'>[]) {
  const options = { plan: plans.full, goal: { ...goal, rps: 100 }, seed: 1, saturatedRps: 700 };
  let world = -1;
  const reference = side((phase) => {
    if (phase.id === 'step-0') world++;
    return [windowOf(phase, { holds: 0, drives: 10_000, ...climbs[world] })];
  });
  return climbAsReference(reference, side(), options);
}

/** @param run what a phase shows at once; a neighbour's goes on until it is stopped */
function side(run?: (phase: Omit<LoadPhase, 'type'>) => WindowLine[]): Side {
  let stop: (windows: WindowLine[]) => void = () => {};
  const generator: Pick<Side['generator'], 'run' | 'stop'> = {
    run: (phase) => (run ? Promise.resolve(run(phase)) : new Promise((resolve) => (stop = resolve))),
    stop: () => stop([]),
  };
  return { role: run ? 'candidate' : 'reference', generator } as unknown as Side;
}

function windowOf({ id, rate, startAtMs }: Omit<LoadPhase, 'type'>, { holds, drives }: World): WindowLine {
  return {
    type: 'window',
    phase: id,
    index: 0,
    startMs: startAtMs,
    ms: 1000,
    scheduled: 100,
    sent: 100,
    good: 100,
    failures: {},
    latencies: Array.from({ length: 100 }, () => (rate <= holds ? 20 : 2000)),
    samples: '',
    lagP99Ms: rate <= drives ? 1 : 400,
    cpuShare: 0.5,
    stolenShare: 0,
  };
}
