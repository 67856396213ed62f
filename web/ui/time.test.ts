import { expect, test } from 'vitest';
import { clockText, durationText, figures } from './time.ts';

test('a clock shows hours only when there are any, and stops at zero', () => {
  expect(clockText(65 * 60_000 + 9_000)).toBe('1:05:09');
  expect(clockText(5 * 60_000 + 9_000)).toBe('5:09');
  expect(clockText(59_001)).toBe('1:00');
  expect(clockText(1)).toBe('0:01');
  expect(clockText(-5_000)).toBe('0:00');
});

test('a duration has two figures and its unit', () => {
  expect(durationText(4.26)).toBe('4.3 ms');
  expect(durationText(128)).toBe('130 ms');
  expect(durationText(1250)).toBe('1.3 s');
  expect(durationText(12_345)).toBe('12 s');
});

test('figures keeps small and large numbers readable', () => {
  expect(figures(0, 2)).toBe('0');
  expect(figures(0.8123, 2)).toBe('0.81');
  expect(figures(445.3, 3)).toBe('445');
  expect(figures(12_345, 3)).toBe('12,300');
});
