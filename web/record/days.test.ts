import { expect, test } from 'vitest';
import { beginOf, daysOf } from './days.ts';

test('days are whole, above zero and below ten years; nothing is for ever', () => {
  expect(['', '  ', '1', ' 90 ', '3650'].map(daysOf)).toEqual([null, null, 1, 90, 3650]);
  expect(['0', '-1', '1.5', '3651', '1e3', 'week'].map(daysOf)).toEqual(Array(6).fill(undefined));
});

test('a day lasts until the next one begins', () => {
  const [begin, end] = [beginOf('2026-02-28'), beginOf('2026-02-28', 1)];
  expect(new Date(begin).getDate()).toBe(28);
  expect(Date.parse(end) - Date.parse(begin)).toBe(86_400_000);
});
