import { expect, test } from 'vitest';
import { sum } from './load.ts';

test('what had no answer is slower than every answer', () => {
  const latencies = Array.from({ length: 90 }, (_, at) => at + 1);
  const window = { scheduled: 100, good: 90, latencies, failures: { timeout: 8, wrong: 2 } };
  expect(sum([window])).toEqual({
    scheduled: 100,
    good: 90,
    p50: 50,
    p95: null,
    p99: null,
    failures: { timeout: 8, wrong: 2 },
  });
});

test('seconds add up', () => {
  const a = { scheduled: 2, good: 2, latencies: [1, 3], failures: {} };
  const b = { scheduled: 2, good: 1, latencies: [2], failures: { wrong: 1 } };
  expect(sum([a, b])).toEqual({
    scheduled: 4,
    good: 3,
    p50: 2,
    p95: null,
    p99: null,
    failures: { wrong: 1 },
  });
  expect(sum([])).toMatchObject({ scheduled: 0, p50: null });
});
