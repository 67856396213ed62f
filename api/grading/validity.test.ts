import { expect, test } from 'vitest';
import type { WindowLine } from '../../sandboxes/probe/observation.ts';
import { enoughValid, onTime, validSeconds } from './validity.ts';

const limits = { lagP99Ms: 40, cpuShare: 0.9, stolenShare: 0.3, stopShare: 0.4, validShare: 0.6 };

test('a second in which either generator was late counts for neither side', () => {
  const late = [line(), line({ lagP99Ms: 60 }), line()];
  const busy = [line(), line(), line({ cpuShare: 0.95 })];
  expect(validSeconds(late, busy, 'open', limits)).toEqual([true, false, false]);
  expect(onTime(line({ lagP99Ms: 40, cpuShare: 0.9 }), limits)).toBe(true);
});

test('a second in which the generator could not open a connection counts for neither side', () => {
  const without = [line(), line({ failures: { 'own-limit': 1 } })];
  expect(validSeconds([line(), line()], without, 'open', limits)).toEqual([true, false]);
  expect(onTime(line({ failures: { connection: 5 } }), limits)).toBe(true);
});

test('a second that the host gave to others counts for neither side', () => {
  const robbed = [line(), line({ stolenShare: 0.31 }), line({ stolenShare: 0.3 })];
  expect(validSeconds([line(), line(), line()], robbed, 'open', limits)).toEqual([true, false, true]);
});

test('a stop of the reference is the machine’s, a stop of the candidate its own', () => {
  const steady = [line(), line(), line(), line()];
  const stopped = [line(), line({ good: 10 }), line(), line()];
  expect(validSeconds(steady, stopped, 'closed', limits)).toEqual([true, false, true, true]);
  expect(validSeconds(stopped, steady, 'closed', limits)).toEqual([true, true, true, true]);
  expect(validSeconds(steady, stopped, 'open', limits)).toEqual([true, true, true, true]);
});

test('a second only one side reported does not count', () => {
  expect(validSeconds([line()], [line(), line()], 'open', limits)).toEqual([true, false]);
});

test('a phase needs most of its seconds', () => {
  expect(phase([true, true, true, false, false])).toBe(true);
  expect(phase([true, true, false, false, false])).toBe(false);
  expect(phase([])).toBe(false);
});

function phase(valid: boolean[]): boolean {
  return enoughValid({ candidate: [], reference: [], valid }, limits);
}

function line(changes: Partial<WindowLine> = {}): WindowLine {
  return {
    type: 'window',
    phase: 'p',
    index: 0,
    startMs: 0,
    ms: 1000,
    scheduled: 100,
    sent: 100,
    good: 100,
    failures: {},
    latencies: [],
    samples: '',
    lagP99Ms: 2,
    cpuShare: 0.2,
    stolenShare: 0,
    ...changes,
  };
}
