import { expect, test } from 'vitest';
import { valueText } from './value-text.ts';

test('values are said in words where there are some', () => {
  expect(valueText('2026-12-06T12:00:29.924Z')).toMatch(/^\d+ Dec 2026, \d\d:\d\d$/);
  expect([null, 'true', 'false', 'open', '1.5'].map(valueText)).toEqual([
    'nothing',
    'yes',
    'no',
    'open',
    '1.5',
  ]);
});
