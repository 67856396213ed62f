import { describe, expect, test } from 'vitest';
import { dimensionsOf, total } from './dimensions.ts';
import type { CheckFact, DrillFact, MaintainabilityFact } from './report.ts';
import { pointsOfDrill, resilienceOf } from './resilience.ts';

const category = (dimension: 'correctness' | 'resilience' | 'integrity') =>
  ({ title: 'x', mustFix: false, weight: 1, dimension }) as const;
const check = (name: string, passed: boolean): CheckFact => ({
  name,
  category: name,
  passed,
  mustFix: false,
  message: '',
});
const drill = (facts: Partial<DrillFact>): DrillFact => ({
  kind: 'restart',
  what: 'it was restarted',
  measured: true,
  rps: 100,
  before: 1,
  during: 1,
  after: 1,
  dropped: 0,
  failures: {},
  recoveryMs: 0,
  limitMs: 10_000,
  exits: 0,
  memory: null,
  burst: null,
  storm: null,
  ...facts,
});
const rule = (violations: number) => ({ rule: 'r', title: 't', checked: 9, violations, examples: [] });
const nothing = { checks: [], categories: {}, drills: [], invariants: [] };

describe('dimensions', () => {
  test('one without evidence is left out, and the others carry its weight', () => {
    const found = dimensionsOf({
      ...nothing,
      categories: { a: category('correctness') },
      checks: [check('a', true)],
    });
    expect(found).toEqual({ Correctness: { value: 100, low: 100, high: 100 } });
    expect(total({ Correctness: 100, Performance: 50 })).toBe(75);
    expect(total({ Correctness: 100, Performance: 100, Resilience: 0 })).toBeCloseTo((100 * 70) / 85);
  });

  test('checks of a category speak for its dimension, beside drills and what held in the storm', () => {
    const found = dimensionsOf({
      categories: { a: category('correctness'), b: category('resilience'), c: category('integrity') },
      checks: [check('a', true), check('b', false), check('c', true)],
      drills: [drill({})],
      invariants: [rule(0), rule(3)],
    });
    expect(found.Correctness?.value).toBe(100);
    expect(found.Resilience?.value).toBe(50);
    expect(found['Data integrity & security']?.value).toBe(75);
  });
});

test('tests that were handed in can lift a score and never lower it', () => {
  const asked = { Correctness: 60, Performance: 60 };
  expect(total({ ...asked, Maintainability: 0 })).toBeCloseTo(60);
  expect(total({ ...asked, Maintainability: 60 })).toBeCloseTo(60);
  expect(total({ ...asked, Maintainability: 100 })).toBeCloseTo(60 + (40 * 5) / 75);
});

test('maintainability is there where tests were tried', () => {
  const size = { files: 1, lines: 10, decisions: 1 };
  const bugs = [{ path: 'a.ts', line: 1, what: 'x', caught: true }];
  const fact = { tests: 'tried', testFiles: 1, bugs, size, referenceSize: size } as const;
  const of = (maintainability: MaintainabilityFact) =>
    dimensionsOf({ ...nothing, maintainability }).Maintainability;
  expect(of(fact)?.value).toBe((100 + 75) / 2);
  expect(of({ ...fact, tests: 'none', bugs: [] })).toBeUndefined();
});

describe('a drill', () => {
  test.each([
    ['is over at once and lost nothing', drill({}), 100],
    ['lost half of its traffic meanwhile', drill({ during: 0.5 }), 75],
    ['never recovered', drill({ recoveryMs: null, during: 0 }), 0],
    ['took half of its time to come back', drill({ kind: 'kill', during: 0, recoveryMs: 6000 }), 50],
    ['grew by nothing', drill({ memory: { startBytes: 1, endBytes: 1, bytesPerThousand: 0 } }), 100],
    [
      'grew by 1 MB for 1,000 requests',
      drill({ memory: { startBytes: 1, endBytes: 9, bytesPerThousand: 2 ** 20 } }),
      50,
    ],
    [
      'grew by 100 MB for 1,000 requests',
      drill({ memory: { startBytes: 1, endBytes: 9, bytesPerThousand: 1e8 } }),
      0,
    ],
  ])('%s', (_, facts, points) => {
    expect(pointsOfDrill(facts)).toBeCloseTo(points, 0);
  });

  test('is known to a second, and its range says so', () => {
    const { value, low, high } = resilienceOf([drill({ kind: 'kill', during: 0, recoveryMs: 6000 })]);
    expect([low, value, high]).toEqual([40, 50, 60]);
  });
});
