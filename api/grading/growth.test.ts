import { expect, test } from 'vitest';
import { normal, uniform } from '../../sandboxes/probe/random.ts';
import type { Boot, Held, Paired } from './evidence.ts';
import { growthOf } from './growth.ts';

const mb = 1024 * 1024;

/** Twelve seconds at 100 requests a second, with `perThousand` more bytes for every 1,000 of them, and collections. */
function held(perThousand: number, seed: number): Held[] {
  const next = uniform(seed);
  return Array.from({ length: 24 }, (_, index) => ({
    atMs: 1_000_000 + index * 500,
    bytes: 80 * mb + (perThousand * index) / 20 + (index % 5) * mb + Math.abs(normal(next)) * 0.1 * mb,
  }));
}

function phase(candidate: Held[], reference: Held[]): Paired {
  const second = { scheduled: 100, good: 100, failures: {}, latencies: [], cpuMs: 1 };
  const seconds = Array.from({ length: 12 }, () => second);
  return {
    candidate: seconds,
    reference: seconds,
    valid: seconds.map(() => true),
    memory: { candidate, reference },
  };
}

function boots(mine: number, theirs: number): Boot[] {
  return [1, 2].map((nth) => ({
    saturated: phase(held(mine, nth), held(theirs, nth + 10)),
    steady: phase(held(mine, nth + 20), held(theirs, nth + 30)),
    candidateLadder: [],
    referenceLadder: [],
    exits: 0,
  }));
}

test('memory that grows clearly is said to, by how much and how surely', () => {
  const found = growthOf(boots(8 * mb, 0));
  expect(found?.grows).toBe(true);
  expect((found?.candidate.value ?? 0) / mb).toBeCloseTo(8, 0);
  expect(found?.candidate.low).toBeLessThan(8 * mb);
  expect(found?.candidate.high).toBeGreaterThan(8 * mb);
});

test('memory that goes up and down does not grow, nor does what the reference does too', () => {
  expect(growthOf(boots(0, 0))?.grows).toBe(false);
  expect(growthOf(boots(8 * mb, 8 * mb))?.grows).toBe(false);
  expect(growthOf(boots(0, 8 * mb))?.grows).toBe(false);
});

test('too little was seen in a short phase, in one that kept nothing, and while the service was down', () => {
  const [boot] = boots(8 * mb, 0) as [Boot];
  const short = { ...boot, steady: phase([], []), saturated: phase(held(mb, 1).slice(0, 8), []) };
  expect(growthOf([short])).toBeNull();
  const { memory: _, ...old } = boot.steady;
  expect(growthOf([{ ...boot, steady: old, saturated: old }])).toBeNull();
  const gone = held(0, 1).map(({ atMs }) => ({ atMs, bytes: 0 }));
  expect(growthOf([{ ...boot, steady: phase(gone, gone), saturated: phase(gone, gone) }])).toBeNull();
});
