import { expect, test } from 'vitest';
import type { Boot, Evidence, Paired, Second, Step } from './evidence.ts';
import { bandOf, decideBand } from './band.ts';
import { performance, pointsOf } from './points.ts';
import { groups, logRatios } from './ratio.ts';
import { shareOf } from './dimensions.ts';
import { scoreOf } from './score.ts';

const challenge = {
  goal: { ms: 250, errorRate: 0.01, rps: 100 },
  categories: {
    shape: { title: 'Shape', mustFix: false, weight: 3, dimension: 'correctness' as const },
    money: { title: 'Money', mustFix: true, weight: 1, dimension: 'correctness' as const },
  },
  calibration: undefined,
};

test('a service like the reference has ratios of one', () => {
  const { ratios, knee, referenceKnee, score } = scoreOf(evidence(1), challenge);
  for (const ratio of Object.values(ratios)) {
    expect(ratio.value).toBeCloseTo(1, 5);
    expect(ratio.low).toBeLessThan(1);
    expect(ratio.high).toBeGreaterThan(1);
  }
  expect(knee.rps).toBeCloseTo(referenceKnee.rps, 5);
  expect(score.value).toBeGreaterThan(85);
});

test('a report says what its categories mean, and what known solutions hold where they were measured', () => {
  const { categories, kneeMarks } = scoreOf(evidence(1), challenge);
  expect(categories?.['money']).toEqual({ title: 'Money', dimension: 'correctness' });
  expect(kneeMarks).toBeUndefined();
  const mark = { naive: 0.1, strong: 1.4 };
  const names = ['throughput', 'cpuSaturated', 'cpuSteady', 'latencyP50', 'latencyP95', 'knee'] as const;
  const calibration = Object.fromEntries(names.map((name) => [name, mark])) as Record<
    (typeof names)[number],
    typeof mark
  >;
  expect(scoreOf(evidence(1), { ...challenge, calibration }).kneeMarks).toEqual(mark);
});

test('twice as fast is above one in every ratio, and above it in points', () => {
  const { ratios, score } = scoreOf(evidence(2), challenge);
  for (const ratio of Object.values(ratios)) expect(ratio.value).toBeGreaterThan(1.8);
  expect(score.value).toBeGreaterThan(scoreOf(evidence(1), challenge).score.value);
});

test('a service that meets the goal at no rate holds none, and its near miss still tells in the ratio', () => {
  const near = scoreOf(evidence(1), { ...challenge, goal: { ...challenge.goal, ms: 0.001 } });
  expect(near.knee).toMatchObject({ rps: 0, low: 0 });
  expect(near.ratios.knee.value).toBeCloseTo(1, 5);
});

test('the curve has one point a step, over all boots', () => {
  const { load } = scoreOf(evidence(1), challenge);
  const [boot] = evidence(1).boots;
  const twice = scoreOf({ ...evidence(1), boots: [boot as Boot, boot as Boot] }, challenge);
  expect(load.length).toBeGreaterThan(1);
  expect(twice.load.map((step) => step.rps)).toEqual(load.map((step) => expect.closeTo(step.rps, 6)));
});

test('speeds are ranked as they are, and points stay between 0 and 100', () => {
  const scores = [0.001, 0.05, 0.2, 0.5, 1, 1.5, 100].map(
    (speed) => scoreOf(evidence(speed), challenge).score.value,
  );
  expect(scores).toEqual(scores.toSorted((a, b) => a - b));
  expect(scores[0]).toBe(50);
  expect(scores.at(-1)).toBe(100);
  expect(pointsOf(Math.log(0.25), { naive: 0.25, strong: 1.6 })).toBeCloseTo(20);
  expect(pointsOf(0, { naive: 0.25, strong: 1.6 })).toBe(75);
  expect(pointsOf(Math.log(1.6), { naive: 0.25, strong: 1.6 })).toBeCloseTo(95);
});

test('a metric whose anchors tell nobody apart carries no weight', () => {
  const wide = { naive: 0.1, strong: 2 };
  const calibration = {
    throughput: wide,
    cpuSaturated: wide,
    cpuSteady: wide,
    latencyP50: { naive: 1, strong: 1.05 },
    latencyP95: wide,
    knee: wide,
  };
  const logs = { throughput: 0, cpuSaturated: 0, cpuSteady: 0, latencyP50: -5, latencyP95: 0, knee: 0 };
  expect(performance(logs, calibration)).toBeCloseTo(pointsOf(0, wide));
});

test('no good answer at all is 0 in Performance, and still a score', () => {
  const { dimensions, facts } = scoreOf(evidence(0), challenge);
  expect(dimensions[1]).toMatchObject({ name: 'Performance', value: 0 });
  expect(facts.cpuMsPerGoodRequest.value).toBe(0);
});

test('seconds the machine spoiled count for neither side', () => {
  const spoiled = evidence(1);
  for (const boot of spoiled.boots) {
    boot.saturated.candidate[3]!.good = 1;
    boot.saturated.valid[3] = false;
  }
  expect(scoreOf(spoiled, challenge).ratios.throughput.value).toBeCloseTo(1, 5);
});

test('slow services are judged over groups of seconds', () => {
  const slow = paired(0.02);
  expect(groups(slow).length).toBe(3);
  expect(groups(slow).flatMap(([candidate]) => candidate).length).toBe(12);
  expect(groups(paired(1)).length).toBe(12);
  expect(logRatios(bootOf(0.02), challenge.goal).throughput.every(Number.isFinite)).toBe(true);
});

test('a category counts by its weight, a check by its share of the category', () => {
  const facts = [
    { category: 'shape', passed: true },
    { category: 'shape', passed: false },
    { category: 'money', passed: true },
  ].map((fact) => ({ ...fact, name: 'x', mustFix: false, message: '' }));
  expect(shareOf(facts, challenge.categories)).toBeCloseTo((100 * (1.5 + 1)) / 4);
  expect(shareOf([], challenge.categories)).toBe(0);
});

test('wrong answers under load put a service below the bar however fast it is', () => {
  const fast = evidence(5);
  for (const second of fast.boots[0]!.saturated.candidate) second.failures = { wrong: 1000 };
  const { band, capped } = scoreOf(fast, challenge);
  expect(band).toBe('below');
  expect(capped).toMatch(/answers under load were wrong/);
});

test('a must-fix, too little Correctness or too little Performance caps the band and says so', () => {
  const dimensions = { Correctness: { value: 95 }, Performance: { value: 95 } };
  const fine = { score: 95, dimensions, checks: [], invariants: [], wrongUnderLoad: 0 };
  expect(decideBand(fine)).toEqual({ band: 'strong', capped: null });
  const broken = { name: 'cents', category: 'money', passed: false, mustFix: true, message: 'no' };
  expect(decideBand({ ...fine, checks: [broken] })).toEqual({
    band: 'meets',
    capped: 'Must be fixed: cents',
  });
  const weak = (name: string, value: number) =>
    decideBand({ ...fine, dimensions: { ...fine.dimensions, [name]: { value } } });
  expect(weak('Correctness', 59)).toEqual({ band: 'below', capped: 'Correctness is below 60 of 100' });
  expect(weak('Performance', 20).band).toBe('meets');
  expect(weak('Resilience', 20).band).toBe('meets');
  expect(weak('Data integrity & security', 49).band).toBe('meets');
  const lost = { title: 'Money is neither made nor lost', violations: 1 };
  expect(decideBand({ ...fine, invariants: [lost] }).capped).toBe(`Must be fixed: ${lost.title}`);
  expect(decideBand({ ...fine, score: 30, checks: [broken] })).toEqual({ band: 'below', capped: null });
  expect([49, 50, 70, 92].map(bandOf)).toEqual(['below', 'meets', 'solid', 'strong']);
});

/** A candidate so many times as fast as the reference, in two boots, with one check failed in none. */
function evidence(speed: number): Evidence {
  const passed = { type: 'check', passed: true, message: '', ms: 1 } as const;
  return {
    seed: 1,
    plan: 'full',
    checks: [
      { ...passed, name: 'a', category: 'shape' },
      { ...passed, name: 'b', category: 'money' },
    ],
    drills: [],
    invariants: [],
    boots: [bootOf(speed), bootOf(speed)],
  };
}

function bootOf(speed: number): Boot {
  return {
    saturated: paired(speed),
    steady: paired(speed),
    candidateLadder: ladder(500 * speed),
    referenceLadder: ladder(500),
    exits: 0,
  };
}

function paired(speed: number): Paired {
  const valid = Array.from({ length: 12 }, () => true);
  return { candidate: valid.map(() => secondAt(speed)), reference: valid.map(() => secondAt(1)), valid };
}

function secondAt(speed: number): Second {
  const good = Math.round(500 * speed);
  const latencies = Array.from({ length: good }, (_, index) => (10 + (index % 10)) / speed);
  return { scheduled: Math.max(1, good), good, failures: {}, latencies, cpuMs: 500 };
}

/** Fast up to its capacity, far too slow above. */
function ladder(capacity: number): Step[] {
  return [0.5, 0.8, 1, 1.2].map((share) => {
    const latencies = Array.from({ length: capacity === 0 ? 0 : 100 }, () => (share <= 1 ? 50 : 2000));
    const rps = Math.max(1, share * capacity);
    return { rps, ms: 1500, scheduled: 100, good: latencies.length, failures: {}, latencies, valid: true };
  });
}
