import { expect, test } from 'vitest';
import { confidenceOf, placeOf, verdictOf } from './ratios.ts';

const measured = (value: number, low: number, high: number) => ({ value, low, high });

test('a range that holds 1 is a tie', () => {
  expect(verdictOf(measured(0.9, 0.8, 1.05))).toBe('tie');
  expect(verdictOf(measured(0.8, 0.75, 0.86))).toBe('worse');
  expect(verdictOf(measured(1.4, 1.3, 1.5))).toBe('better');
});

test('half and double lie as far from the middle on either side', () => {
  expect(placeOf(1)).toBeCloseTo(50);
  expect(placeOf(2) - 50).toBeCloseTo(50 - placeOf(0.5));
  expect(placeOf(100)).toBe(100);
  expect(placeOf(0)).toBe(0);
});

test('the wider the likely range, the lower the confidence', () => {
  expect(confidenceOf(measured(70, 66, 74))).toBe('high');
  expect(confidenceOf(measured(70, 62, 80))).toBe('medium');
  expect(confidenceOf(measured(70, 50, 90))).toBe('low');
});
