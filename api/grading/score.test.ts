import { describe, expect, test } from 'vitest';
import type { Calibration } from '../challenge/challenge.ts';
import type { Boot, DrillRun, Evidence, Paired, Second, Step, TestRun } from './evidence.ts';
import { bandOf, decideBand } from './band.ts';
import { performance, pointsOf } from './points.ts';
import { groups, logRatios } from './ratio.ts';
import { shareOf } from './dimensions.ts';
import { scoreOf } from './score.ts';
import { linesOf } from './storms.ts';

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

test('a step that came closer to what a generator can drive is a point of its own', () => {
  const [boot] = evidence(1).boots as [Boot];
  const [half, most] = boot.candidateLadder as [Step, Step];
  const ladders = [[half, most, { ...most, rps: 450, closer: true }], boot.candidateLadder];
  const boots = ladders.map((candidateLadder) => ({ ...boot, candidateLadder }));
  const { load } = scoreOf({ ...evidence(1), boots }, challenge);
  expect(load.map(({ rps }) => Math.round(rps))).toEqual([250, 400, 450, 500, 600]);
});

test('what only is told is told, and tests that notice bugs are a dimension that lifts the score', () => {
  const counted = { candidate: { requests: 10, statements: 50, calls: null } };
  const boots = evidence(0.4).boots.map((boot) => ({
    ...boot,
    steady: {
      ...boot.steady,
      effort: { ...counted, reference: { requests: 10, statements: 20, calls: null } },
    },
  }));
  const size = { files: 1, lines: 10, decisions: 1 };
  const run = (kind: TestRun['kind'], ended: TestRun['ended']) => ({ kind, ended, bug: null, ms: 1 });
  const bugs = ['a.ts', 'b.ts', 'c.ts'].map((path) => ({
    ...run('bug', 'failed'),
    bug: { path, line: 1, what: 'x' },
  }));
  const runs = [run('none', 'passed'), run('neutral', 'passed'), ...bugs];
  const maintainability = { testFiles: 1, runs, size, referenceSize: size };
  const without = scoreOf({ ...evidence(0.4), boots }, challenge);
  const tested = scoreOf({ ...evidence(0.4), boots, maintainability }, challenge);
  expect(without.dimensions.map(({ name }) => name)).not.toContain('Maintainability');
  expect(tested.dimensions.at(-1)).toMatchObject({ name: 'Maintainability', value: 87.5 });
  expect(tested.score.value).toBeGreaterThan(without.score.value);
  expect(tested.facts.statements).toEqual({ candidate: 5, reference: 2, ratio: 2.5 });
  expect([tested.facts.calls, tested.facts.memoryGrowth]).toEqual([null, null]);
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
  expect(facts.goodPerSecond.value).toBe(0);
  expect(facts.cpuMsPerGoodRequest).toBeNull();
});

test('a ladder the machine spoiled is left to the other boot; without any it is inconclusive, never a knee of 0', () => {
  const spoiled = evidence(1);
  for (const step of spoiled.boots[0]!.candidateLadder) step.valid = false;
  const { knee, ratios } = scoreOf(spoiled, challenge);
  expect(knee.rps).toBeGreaterThan(300);
  expect(ratios.knee.value).toBeCloseTo(1, 5);
  for (const step of spoiled.boots[1]!.referenceLadder) step.valid = false;
  expect(() => scoreOf(spoiled, challenge)).toThrow('too busy to measure knee');
  for (const step of spoiled.boots[1]!.candidateLadder) step.valid = false;
  expect(() => scoreOf(spoiled, challenge)).toThrow('too busy to find the load');
});

describe('of a service that is faster than a generator can drive', () => {
  /** Holds everything up to 1,200 a second; beyond that nothing was measured. */
  const beyondReach = (): Step[] =>
    [600, 1200, 1800].map((rps) => ({ ...ladder(rps)[0]!, rps, valid: rps <= 1200 }));
  const withLadders = (speed: number, ladders: Partial<Boot>[]) =>
    scoreOf({ ...evidence(1), boots: ladders.map((each) => ({ ...bootOf(speed), ...each })) }, challenge);

  test('the knee is a bound, and it is scored by that', () => {
    const fast = { candidateLadder: beyondReach() };
    const { knee, ratios } = withLadders(4, [fast, fast]);
    expect(knee).toMatchObject({ rps: expect.closeTo(1200), atLeast: true });
    expect(ratios.knee.value).toBeGreaterThan(2);
  });

  test('it is never below what both served when fully loaded, nor above it against a reference that is as fast', () => {
    const both = { candidateLadder: beyondReach(), referenceLadder: beyondReach() };
    expect(withLadders(4, [both]).ratios.knee.value).toBeCloseTo(1);
    const far = { ...both, referenceLadder: beyondReach().map((step) => ({ ...step, rps: 2 * step.rps })) };
    expect(withLadders(4, [far]).ratios.knee.value).toBeCloseTo(1);
    expect(withLadders(0.6, [far]).ratios.knee.value).toBeCloseTo(0.6);
    const near = { ...both, candidateLadder: far.referenceLadder };
    expect(withLadders(1, [near]).ratios.knee.value).toBeCloseTo(1);
  });

  test('a bound of one boot takes nothing from the knee of another', () => {
    const found = withLadders(4, [{}]);
    const { knee } = withLadders(4, [{}, { candidateLadder: beyondReach() }]);
    expect(knee.rps).toBeCloseTo(found.knee.rps);
    expect(knee.atLeast).toBeUndefined();
  });
});

test('anchors that tell nobody apart are our failure, not 0 points', () => {
  const close = { naive: 1, strong: 1.05 };
  const ratios = ['throughput', 'cpuSaturated', 'cpuSteady', 'latencyP50', 'latencyP95', 'knee'];
  const calibration = Object.fromEntries(ratios.map((name) => [name, close])) as unknown as Calibration;
  expect(() => scoreOf(evidence(1), { ...challenge, calibration })).toThrow(
    'too close to tell anybody apart',
  );
});

test('boots that differ widen every number of the machine, raw figures too', () => {
  const [same, other] = [
    scoreOf(evidence(1), challenge),
    { ...evidence(1), boots: [bootOf(0.7), bootOf(1.4)] },
  ];
  const apart = scoreOf(other, challenge);
  const wide = ({ low, high }: { low: number; high: number }) => high - low;
  expect(wide(apart.score)).toBeGreaterThan(1.5 * wide(same.score));
  expect(wide(apart.ratios.throughput)).toBeGreaterThan(1.5 * wide(same.ratios.throughput));
  // All seconds of a boot are alike here: what is left is what boots are known to differ by.
  expect(same.ratios.throughput.high).toBeGreaterThan(1.03);
  expect(same.facts.goodPerSecond.high).toBeGreaterThan(1.1 * same.facts.goodPerSecond.value);
  expect(same.facts.cpuMsPerGoodRequest!.low).toBeLessThan(0.95 * same.facts.cpuMsPerGoodRequest!.value);
});

test('every number of the curve carries a range that holds it', () => {
  for (const step of scoreOf(evidence(1), challenge).load)
    for (const name of ['p50Ms', 'p95Ms', 'errorRate', 'good'] as const) {
      const { low, high } = step.ranges![name];
      expect(low).toBeLessThanOrEqual(step[name]!);
      expect(high ?? Infinity).toBeGreaterThanOrEqual(step[name]!);
    }
});

test('a range that reaches two bands says so, and how narrow it is is said too', () => {
  const { score, couldBe, band, precision } = scoreOf(evidence(1), challenge);
  expect(couldBe).toContain(band);
  expect(couldBe).toContain(bandOf(score.low));
  expect(couldBe).toContain(bandOf(score.high));
  expect(precision).toMatchObject({ boots: 2, seconds: 48, halfWidth: (score.high - score.low) / 2 });
});

describe('a rule of the storm', () => {
  const rule = { type: 'invariant' as const, rule: 'r', title: 'Nothing is lost', examples: [] };
  const storm = (checked: number, violations: number) =>
    scoreOf({ ...evidence(1), invariants: [{ ...rule, checked, violations }] }, challenge);
  const integrity = ({ dimensions }: ReturnType<typeof storm>) =>
    dimensions.find(({ name }) => name === 'Data integrity & security')?.value;

  test('that had nothing to check proved nothing, and costs nothing', () => {
    const { unmeasured, band } = storm(0, 0);
    expect(integrity(storm(0, 0))).toBeUndefined();
    expect(unmeasured).toEqual(['Nothing is lost: there was nothing to check']);
    expect(band).toBe(scoreOf(evidence(1), challenge).band);
    expect([integrity(storm(5, 0)), integrity(storm(5, 1))]).toEqual([100, 0]);
  });

  test('is broken by a service that does not show what it holds', () => {
    const [broken, held] = [
      linesOf({ invariants: [], unreadable: 'GET /x: 500' }),
      linesOf({ invariants: [], unreadable: undefined }),
    ];
    expect(held).toEqual([]);
    const { capped, invariants } = scoreOf({ ...evidence(1), invariants: broken }, challenge);
    expect(capped).toMatch(/Must be fixed: What was written can be read back/);
    expect(invariants?.[0]?.examples[0]?.seen).toBe('GET /x: 500');
  });

  test('of a drill the machine spoiled is not broken by what could not be read back', () => {
    const seconds = [0, 1, 2, 3, 4].map((index) => ({
      startMs: index * 1000,
      scheduled: 9,
      good: 9,
      failures: {},
    }));
    const observed = {
      invariants: [{ ...rule, checked: 3, violations: 0 }],
      unreadable: 'late',
      unproven: [],
    };
    const drill = (valid: boolean): DrillRun => ({
      drill: { kind: 'kill' },
      what: 'The service was killed',
      rps: 9,
      fromMs: 1500,
      toMs: 2500,
      recoverMs: 5000,
      seconds: seconds.map((second) => ({ ...second, valid })),
      exits: 0,
      memory: [],
      burst: null,
      storm: observed,
    });
    const seen = scoreOf({ ...evidence(1), drills: [drill(true)] }, challenge);
    const unseen = scoreOf({ ...evidence(1), drills: [drill(false)] }, challenge);
    expect(seen.invariants?.map(({ violations }) => violations)).toEqual([0, 1]);
    expect(unseen.invariants?.map(({ violations }) => violations)).toEqual([0]);
    expect(unseen.unmeasured).toEqual(['The service was killed: the machine was too busy']);
  });
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
  expect(logRatios([bootOf(0.02)], challenge.goal)[0]?.throughput.every(Number.isFinite)).toBe(true);
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

const knee = (rps: number) => ({ rps, low: rps * 0.8, high: rps * 1.2 });
const fine = {
  score: 95,
  dimensions: { Correctness: { value: 95 }, Performance: { value: 95 } },
  checks: [],
  invariants: [],
  wrongUnderLoad: 0,
  knee: knee(300),
  referenceKnee: knee(320),
  goal: { rps: 100 },
};

test('a must-fix, too little Correctness or too little Performance caps the band and says so', () => {
  const { dimensions } = fine;
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
  const both = { ...dimensions, Correctness: { value: 59 }, Performance: { value: 20 } };
  expect(decideBand({ ...fine, dimensions: both })).toEqual({
    band: 'below',
    capped: 'Correctness is below 60 of 100. Performance is below 25 of 100',
  });
  expect(weak('Resilience', 20).band).toBe('meets');
  expect(weak('Data integrity & security', 49).band).toBe('meets');
  const lost = { title: 'Money is neither made nor lost', violations: 1 };
  expect(decideBand({ ...fine, invariants: [lost] }).capped).toBe(`Must be fixed: ${lost.title}`);
  expect(decideBand({ ...fine, score: 30, checks: [broken] })).toEqual({ band: 'below', capped: null });
  expect([49, 50, 70, 92].map(bandOf)).toEqual(['below', 'meets', 'solid', 'strong']);
});

test('a service that surely holds less than the brief asks for meets the bar at most', () => {
  expect(decideBand({ ...fine, knee: knee(72) })).toEqual({
    band: 'meets',
    capped: 'It holds less than the 100 requests a second asked for',
  });
  const uncapped = { band: 'strong', capped: null };
  expect(decideBand({ ...fine, knee: knee(90) }), 'perhaps it holds them').toEqual(uncapped);
  expect(decideBand({ ...fine, knee: { ...knee(72), atLeast: true } }), 'no more was offered').toEqual(
    uncapped,
  );
  const weak = { ...fine, knee: knee(72), referenceKnee: knee(110) };
  expect(decideBand(weak), 'a machine on which the reference may not hold them').toEqual(uncapped);
});

test('a slow service scores what it scores, and its band says what it holds', () => {
  const demanding = { ...challenge, goal: { ...challenge.goal, rps: 360 } };
  expect(scoreOf(evidence(0.5), demanding).capped).toMatch(
    'It holds less than the 360 requests a second asked for',
  );
  expect(scoreOf(evidence(1), demanding).capped).toBeNull();
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
