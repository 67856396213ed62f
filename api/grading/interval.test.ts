import { expect, test } from 'vitest';
import { normal, uniform } from '../../sandboxes/probe/random.ts';
import { estimate, interval, trimmedMean } from './interval.ts';

test('one wild second does not move a trimmed mean', () => {
  expect(trimmedMean([1, 1, 1, 1, 1, 1, 1, 1, 1, 100])).toBe(1);
  expect(trimmedMean([1, 3])).toBe(2);
  expect(() => trimmedMean([])).toThrow('Nothing was measured');
});

test('the same seed draws the same interval', () => {
  const series = { a: [noise(1, 12), noise(2, 12)] };
  const [one, two] = [5, 5].map((seed) => estimate(series, { a: 0.03 }, seed));
  expect(one).toEqual(two);
  expect(estimate(series, { a: 0.03 }, 6).rounds).not.toEqual(one?.rounds);
});

test('the interval holds the truth about as often as it says', () => {
  let held = 0;
  const runs = 100;
  for (let run = 0; run < runs; run++) {
    const next = uniform(run);
    const boots = [0, 1].map((boot) => {
      const shift = 0.035 * normal(next);
      return noise(run * 10 + boot, 12).map((value) => value + shift);
    });
    const { value, rounds } = estimate({ a: boots }, { a: 0.035 }, run);
    const { low, high } = interval(
      value.a,
      rounds.map((round) => round.a),
    );
    if (low <= 0 && high >= 0) held++;
  }
  expect(held).toBeGreaterThan(85);
  expect(held).toBeLessThanOrEqual(100);
});

test('boots that disagree widen the interval', () => {
  expect(
    width([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ]),
  ).toBeGreaterThan(
    3 *
      width([
        [0, 0, 0],
        [0, 0, 0],
      ]),
  );
});

test('a boot that measured nothing is left out, and nothing at all is no number', () => {
  const all = estimate({ a: [[1, 1, 1], []] }, { a: 0 }, 1);
  expect(all.value.a).toBe(1);
  expect(() => estimate({ a: [[], []] }, { a: 0 }, 1)).toThrow('Nothing was measured');
});

function noise(seed: number, count: number): number[] {
  const next = uniform(seed);
  return Array.from({ length: count }, () => 0.05 * normal(next));
}

function width(boots: number[][]): number {
  const { value, rounds } = estimate({ a: boots }, { a: 0.01 }, 1);
  const { low, high } = interval(
    value.a,
    rounds.map((round) => round.a),
  );
  return high - low;
}
