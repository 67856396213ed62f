import { expect, test } from 'vitest';
import { gradingState, stands } from './grading.ts';

const now = new Date();

test('a grading tells its state from its latest try', () => {
  expect(gradingState(undefined)).toBe('queued');
  expect(gradingState({ finishedAt: null, counts: false })).toBe('running');
  expect(gradingState({ finishedAt: now, counts: false })).toBe('retrying');
  expect(gradingState({ finishedAt: now, counts: true })).toBe('finished');
});

test('only our failures are tried again, and not for ever', () => {
  expect(stands('graded', 1)).toBe(true);
  expect(stands('candidate_failure', 1)).toBe(true);
  expect([1, 2, 3].map((number) => stands('our_failure', number))).toEqual([false, false, true]);
});
