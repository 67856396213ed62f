import { expect, test } from 'vitest';
import { gradingState, seedOf, stands } from './grading.ts';

const now = new Date();

test('a grading tells its state from its latest try', () => {
  expect(gradingState(undefined)).toBe('queued');
  expect(gradingState({ finishedAt: null, counts: false })).toBe('running');
  expect(gradingState({ finishedAt: now, counts: false })).toBe('retrying');
  expect(gradingState({ finishedAt: now, counts: true })).toBe('finished');
});

test('only our failures are tried again, and not for ever', () => {
  expect(stands('graded', 0)).toBe(true);
  expect(stands('candidate_failure', 0)).toBe(true);
  expect([0, 1, 2].map((failures) => stands('our_failure', failures))).toEqual([false, false, true]);
});

test('every grading of a version has the same seed, one that PostgreSQL can keep', () => {
  expect(seedOf('d1')).toBe(seedOf('d1'));
  const seeds = Array.from({ length: 500 }, (_, index) => seedOf(`digest ${index}`));
  expect(new Set(seeds).size).toBe(500);
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 1 && seed < 2 ** 31)).toBe(true);
});
