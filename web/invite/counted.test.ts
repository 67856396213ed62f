import { expect, test } from 'vitest';
import { countOf, countText, totalOf } from './counted.ts';

const none = {
  invited: 0,
  opened: 0,
  started: 0,
  submitted: 0,
  graded: 0,
  withdrawn: 0,
  expired: 0,
  revoked: 0,
};

test('a number is told as far as it was counted', () => {
  expect([0, 1, 1000, 1001].map((count) => countText(countOf(count)))).toEqual(['0', '1', '1,000', '1,000+']);
});

test('all together are as many as each, and more where one is more', () => {
  expect(countText(totalOf({ ...none, invited: 1000, graded: 1000 }))).toBe('2,000');
  expect(countText(totalOf({ ...none, invited: 3, graded: 1001 }))).toBe('1,003+');
});
