import { describe, expect, test } from 'vitest';
import type { MaintainabilityRun, TestRun } from '../evidence.ts';
import { factOf, pointsOf, sizePoints } from './maintainability.ts';

const size = { files: 1, lines: 100, decisions: 5 };
const ran = (kind: TestRun['kind'], ended: TestRun['ended']): TestRun => ({
  kind,
  ended,
  bug: kind === 'bug' ? { path: 'a.ts', line: 1, what: 'it was turned' } : null,
  ms: 1000,
});
const bugs = (...ends: TestRun['ended'][]) => ends.map((ended) => ran('bug', ended));
const proven = [ran('none', 'passed'), ran('neutral', 'passed')];
const run = (runs: TestRun[], changes: Partial<MaintainabilityRun> = {}): MaintainabilityRun => ({
  testFiles: 1,
  runs,
  size,
  referenceSize: size,
  ...changes,
});

describe('there is nothing to say', () => {
  test.each([
    ['without tests', 'none', run([], { testFiles: 0 })],
    ['of tests that never pass', 'failing', run([ran('none', 'failed'), ran('none', 'failed')])],
    ['of tests that take too long', 'unknown', run([ran('none', 'not-told')])],
    ['where our sandbox failed', 'unknown', run([])],
    [
      'of tests that see the text',
      'unsteady',
      run([ran('none', 'passed'), ...bugs('failed'), ran('neutral', 'failed')]),
    ],
    [
      'before the change that does nothing had its turn',
      'unknown',
      run([ran('none', 'passed'), ...bugs('failed')]),
    ],
    ['where no bug lets the service start', 'unknown', run([...proven, ...bugs('not-told')])],
  ])('%s', (_, state, observed) => {
    const fact = factOf(observed);
    expect(fact.tests).toBe(state);
    expect(pointsOf(fact)).toEqual([]);
  });
});

test('tests that start a service of their own are tried without the other one', () => {
  const fact = factOf(
    run([ran('none', 'failed'), ran('none', 'passed'), ran('neutral', 'passed'), ...bugs('failed')]),
  );
  expect(fact).toMatchObject({ tests: 'tried', bugs: [{ caught: true }] });
});

test('tests that always pass catch nothing, and the more are caught the more points there are', () => {
  const points = (ends: TestRun['ended'][]) => pointsOf(factOf(run([...proven, ...bugs(...ends)])))[0];
  expect(points(['passed', 'passed', 'passed'])).toMatchObject({ value: 0, low: 0 });
  expect(points(['failed', 'passed'])?.value).toBe(75);
  expect(points(['failed', 'failed', 'failed'])).toMatchObject({ value: 100, high: 100 });
  expect(points(['failed', 'failed', 'failed'])?.low).toBeLessThan(70);
});

test.each([
  [1, 75],
  [0.5, 95],
  [0.01, 95],
  [2, 47.5],
  [4, 20],
  [100, 0],
])('%s times as much code as the reference is %s points', (ratio, points) => {
  const { value, low, high } = sizePoints(ratio);
  expect(value).toBeCloseTo(points);
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThanOrEqual(value);
});

test('where the reference changed nothing, the tests speak alone', () => {
  const fact = factOf(run([...proven, ...bugs('failed')], { referenceSize: { ...size, lines: 0 } }));
  expect(pointsOf(fact)).toHaveLength(1);
});
