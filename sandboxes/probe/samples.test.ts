import { expect, test } from 'vitest';
import { outcomes } from './outcome.ts';
import { packSamples, type Sample, unpackSamples } from './samples.ts';

test('samples come back as they were, to the microsecond', () => {
  const samples = outcomes.map((outcome, index): Sample => {
    return { dueMs: index * 1234.567, lateMs: index / 8, tookMs: 17.5 + index, kind: index, outcome };
  });
  expect(unpackSamples(packSamples(samples))).toEqual(
    samples.map((sample) => ({ ...sample, dueMs: expect.closeTo(sample.dueMs, 3) as number })),
  );
  expect(unpackSamples(packSamples([]))).toEqual([]);
});

test('a thousand samples take a fraction of what JSON would', () => {
  const samples = Array.from({ length: 1000 }, (_, index): Sample => {
    const noise = Math.abs(Math.sin(index)) * 3;
    return { dueMs: index + noise, lateMs: noise, tookMs: 10 + noise, kind: index % 5, outcome: 'good' };
  });
  expect(packSamples(samples).length).toBeLessThan(JSON.stringify(samples).length / 5);
});

test('what is not packed samples is refused', () => {
  expect(() => unpackSamples('AAAA')).toThrow(Error);
  expect(() => unpackSamples('')).toThrow(Error);
});
