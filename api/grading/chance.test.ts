import { expect, test } from 'vitest';
import { normal, uniform } from '../../sandboxes/probe/random.ts';
import { countRange, percentileRange, shareRange, slopeRange } from './chance.ts';
import { percentile } from '../probe/percentile.ts';

const runs = 400;

/** How often, of all runs, `held` says so. */
function coverage(held: (next: () => number) => boolean): number {
  return Array.from({ length: runs }, (_, run) => held(uniform(run))).filter(Boolean).length / runs;
}

test('a share of nothing is not known, and one that was never or always seen is not certain', () => {
  expect(shareRange(0, 0)).toBeNull();
  expect(shareRange(0, 20)).toMatchObject({ low: 0, high: expect.closeTo(0.161, 2) });
  expect(shareRange(20, 20)).toMatchObject({ low: expect.closeTo(0.839, 2), high: 1 });
});

test('the range of a share holds the truth about as often as it says', () => {
  const share = coverage((next) => {
    const hits = Array.from({ length: 80 }, next).filter((number) => number < 0.1).length;
    const { low, high } = shareRange(hits, 80)!;
    return low <= 0.1 && high >= 0.1;
  });
  expect(share).toBeGreaterThan(0.91);
  expect(share).toBeLessThan(0.99);
});

test('the range of a percentile holds the truth about as often as it says', () => {
  const share = coverage((next) => {
    const { low, high } = percentileRange(Array.from({ length: 200 }, next), 95, 200);
    return low! <= 0.95 && (high ?? Infinity) >= 0.95;
  });
  expect(share).toBeGreaterThan(0.91);
  expect(share).toBeLessThanOrEqual(1);
});

test('a percentile among failures has no upper end', () => {
  const values = Array.from({ length: 96 }, (_, index) => index);
  expect(percentile(values, 95, 100)).toBe(94);
  expect(percentileRange(values, 95, 100)).toEqual({ low: 90, high: null });
  expect(percentileRange(values.slice(0, 40), 95, 40)).toEqual({ low: 35, high: null });
  expect(percentileRange([], 95, 0)).toEqual({ low: null, high: null });
});

test('more answers leave less open', () => {
  expect(countRange(0)).toEqual({ low: 0, high: 0 });
  const width = (count: number) => (countRange(count).high - countRange(count).low) / count;
  expect(width(10_000)).toBeCloseTo(width(100) / 10, 5);
});

test('the range of a slope holds the truth about as often as it says', () => {
  const points = 20;
  const share = coverage((next) => {
    const values = Array.from({ length: points }, (_, index) => 3 * index + 5 * normal(next));
    const slopes = values
      .flatMap((a, index) => values.slice(index + 1).map((b, step) => (b - a) / (step + 1)))
      .toSorted((a, b) => a - b);
    const { low, high } = slopeRange(slopes, points);
    return low <= 3 && high >= 3;
  });
  expect(share).toBeGreaterThan(0.91);
  expect(share).toBeLessThan(0.995);
});
