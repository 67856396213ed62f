import { expect, test } from 'vitest';
import { cpuBetween } from './cpu.ts';

const samples = [
  { atMs: 1000, usedMs: 50 },
  { atMs: 1200, usedMs: 150 },
  { atMs: 1400, usedMs: 150 },
  { atMs: 1600, usedMs: 350 },
];

test('time between samples is shared out along a straight line', () => {
  expect(cpuBetween(samples, 1000, 1600)).toBe(300);
  expect(cpuBetween(samples, 1100, 1500)).toBe(150);
  expect(cpuBetween(samples, 1210, 1390)).toBe(0);
});

test('before the first and after the last sample nothing is made up', () => {
  expect(cpuBetween(samples, 0, 1000)).toBe(0);
  expect(cpuBetween(samples, 1600, 3000)).toBe(0);
});
