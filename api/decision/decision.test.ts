import { expect, test } from 'vitest';
import type { Report } from '../grading/report.ts';
import { actionsOf, measuredBand, reasonFrom } from './decision.ts';

const graded = {
  outcome: 'graded',
  band: 'solid',
  dimensions: [{ name: 'Correctness', value: 100, low: 100, high: 100, band: 'strong' }],
} as unknown as Report;
const failed = { outcome: 'candidate_failure' } as unknown as Report;

const person = (...roles: string[]) => ({
  id: '1',
  organisationId: '1',
  email: 'mia@example.com',
  name: 'Mia',
  roles,
});

test('what may be overridden is what was measured', () => {
  expect(measuredBand(graded, 'overall')).toBe('solid');
  expect(measuredBand(graded, 'Correctness')).toBe('strong');
  expect(measuredBand(graded, 'Charm')).toBeUndefined();
  expect(measuredBand(failed, 'overall')).toBeUndefined();
});

test('those who decide may do so once there is a result', () => {
  expect(actionsOf(person('manager'), graded)).toEqual(['decide', 'override']);
  expect(actionsOf(person('admin'), failed)).toEqual(['decide']);
  expect(actionsOf(person('manager'), null)).toEqual([]);
  expect(actionsOf(person('reviewer', 'blind-reviewer', 'author'), graded)).toEqual([]);
});

test('a reason says something', () => {
  expect(reasonFrom('  Solid under load. ')).toBe('Solid under load.');
  expect(() => reasonFrom('ok              ')).toThrow('Say why, in at least 10 characters');
});
