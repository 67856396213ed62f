import { expect, test } from 'vitest';
import { errorRate, kneeOf, meetsGoal, telling } from './knee.ts';
import { percentile } from '../probe/percentile.ts';

const goal = { ms: 200, errorRate: 0.01 };

test('a percentile counts what has no value as infinitely slow', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  expect(percentile(values, 95)).toBe(95);
  expect(percentile(values, 50)).toBe(50);
  expect(percentile(values, 95, 104)).toBe(99);
  expect(percentile(values, 95, 106)).toBe(Infinity);
  expect(percentile([], 50)).toBe(Infinity);
});

test('the goal is missed by slow answers and by failures', () => {
  expect(meetsGoal(step(100, 150), goal)).toBe(true);
  expect(meetsGoal(step(100, 250), goal)).toBe(false);
  expect(meetsGoal(step(100, 10, 2), goal)).toBe(false);
  expect(meetsGoal({ ...step(100, 10), scheduled: 0, good: 0, latencies: [] }, goal)).toBe(false);
  expect(errorRate(step(100, 10, 2))).toBe(0.02);
});

test('the knee lies where the goal is crossed between two steps', () => {
  const knee = kneeOf([step(100, 50), step(200, 100), step(400, 400), step(800, 4000)], goal);
  expect(knee).toEqual({ rps: expect.closeTo(200 * Math.SQRT2, 5), atLeast: false });
});

test('errors end it where they cross, though answers are fast', () => {
  const knee = kneeOf([step(100, 50), step(200, 50, 2)], goal);
  expect(knee).toEqual({ rps: expect.closeTo(100 * Math.SQRT2, 5), atLeast: false });
});

test('one stall below a step that held is no knee', () => {
  const knee = kneeOf([step(100, 50), step(200, 900), step(300, 60), step(400, 900), step(500, 900)], goal);
  expect(knee?.rps).toBeGreaterThan(300);
});

test('a step the generator spoiled says nothing', () => {
  expect(kneeOf([step(100, 50), spoiled(300), step(400, 100)], goal)?.rps).toBe(400);
});

test('a service that held nothing has a knee below the lowest step', () => {
  expect(kneeOf([step(100, 400), step(200, 900)], goal)?.rps).toBeCloseTo(50, 5);
  expect(kneeOf([step(100, 10, 100)], goal)).toEqual({ rps: 0, atLeast: false });
});

test('a ladder the machine spoiled is no knee of 0: it could not be measured', () => {
  expect(kneeOf([], goal)).toBeNull();
  expect(kneeOf([spoiled(100), spoiled(200)], goal)).toBeNull();
  expect(kneeOf([step(100, 50), spoiled(200), spoiled(400)], goal)).toBeNull();
});

test('a service that held all it was offered holds at least that', () => {
  expect(kneeOf([step(100, 50), step(200, 60)], goal)).toEqual({ rps: 200, atLeast: true });
});

test('what a generator cannot drive is no limit of the service; what it can drive, and the machine spoiled, is not known', () => {
  const held = [step(500, 50), step(900, 60)];
  expect(kneeOf([...held, spoiled(1200), spoiled(1500)], goal)).toEqual({ rps: 900, atLeast: true });
  expect(kneeOf([step(500, 50), spoiled(700), spoiled(1200)], goal)).toBeNull();
  expect(kneeOf([...held, step(1200, 900), spoiled(1500)], goal)?.atLeast).toBe(false);
});

test('a boot that found a bound counts beside one that found a knee only where it lies above', () => {
  const [knee, low, high] = [2, 1, 3].map((log) => ({ log, atLeast: log !== 2 }));
  expect(telling([knee!, low!, high!])).toEqual([knee, high]);
  expect(telling([low!, high!])).toEqual([low, high]);
  expect(telling([])).toEqual([]);
});

/** One for which the generator was late. */
function spoiled(rps: number) {
  return { ...step(rps, 4000), valid: false };
}

/** 100 requests, all as slow as said, some failed. */
function step(rps: number, ms: number, failed = 0) {
  const good = 100 - failed;
  return { rps, scheduled: 100, good, latencies: Array.from({ length: good }, () => ms), valid: true };
}
