import { expect, test } from 'vitest';
import { normal, uniform } from '../../sandboxes/probe/random.ts';
import type { Paired, Second } from './evidence.ts';
import { estimate, interval } from './interval.ts';
import { aims, halfWidth, openPoints, precisionOf, Spare } from './narrow.ts';
import { saturatedRatios } from './ratio.ts';

/** How far boots of the same service lie apart. */
const knownSd = 0.035;

test('what is to spare is spent once', () => {
  const spare = new Spare(5000);
  expect([spare.take(4000), spare.take(4000), spare.take(1000), spare.take(1)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('stopping when the seconds agree leaves the range as true as it says', () => {
  const runs = 60;
  let held = 0;
  let lengthened = 0;
  for (let run = 0; run < runs; run++) {
    const next = uniform(run);
    const boots = [0, 1].map(() => {
      const speed = Math.exp(knownSd * normal(next));
      let paired = noisy(next, 12, speed);
      while (openPoints('saturated', paired, undefined, run) > aims.phase && paired.valid.length < 24)
        paired = longer(paired, noisy(next, 4, speed));
      if (paired.valid.length > 12) lengthened++;
      return saturatedRatios(paired).throughput;
    });
    const { value, rounds } = estimate({ throughput: boots }, { throughput: knownSd }, run);
    const { low, high } = interval(
      value.throughput,
      rounds.map((round) => round.throughput),
    );
    if (low <= 0 && high >= 0) held++;
  }
  // Both ways must come up, or this says nothing.
  expect(lengthened).toBeGreaterThan(runs / 5);
  expect(lengthened).toBeLessThan(runs * 1.8);
  expect(held / runs).toBeGreaterThan(0.85);
});

test('a score says how narrow it is, and what it rests on', () => {
  const paired = noisy(uniform(1), 12);
  paired.valid[3] = false;
  const boot = {
    saturated: paired,
    steady: noisy(uniform(2), 10),
    candidateLadder: [],
    referenceLadder: [],
    exits: 0,
  };
  const score = { value: 80, low: 76, high: 82 };
  expect(halfWidth(score)).toBe(3);
  expect(precisionOf(score, [boot, boot])).toEqual({ halfWidth: 3, aim: aims.score, boots: 2, seconds: 42 });
});

/** Two services that are alike, but not in every second. */
function noisy(next: () => number, count: number, speed = 1): Paired {
  const side = (rate: number) =>
    Array.from({ length: count }, () => secondOf(Math.round(rate * Math.exp(0.15 * normal(next)))));
  return {
    candidate: side(500 * speed),
    reference: side(500),
    valid: Array.from({ length: count }, () => true),
  };
}

function longer(one: Paired, other: Paired): Paired {
  return {
    candidate: [...one.candidate, ...other.candidate],
    reference: [...one.reference, ...other.reference],
    valid: [...one.valid, ...other.valid],
  };
}

/** What an answer costs is the same in all of them. */
function secondOf(good: number): Second {
  return { scheduled: good, good, failures: {}, latencies: [], cpuMs: good };
}
