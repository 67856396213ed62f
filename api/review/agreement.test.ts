import { expect, test } from 'vitest';
import { agreementOf, type PairCount } from './agreement.ts';
import type { Answer } from './contract.ts';

const pair = (first: Answer, second: Answer, count: number): PairCount => ({ first, second, count });

test('worked out by hand: 34 of 40 alike, most of them true', () => {
  const agreement = agreementOf([
    pair('true', 'true', 30),
    pair('false', 'false', 4),
    pair('true', 'false', 3),
    pair('false', 'true', 3),
  ]);
  expect(agreement).toMatchObject({ pairs: 40, same: 34 });
  // Shares 66/80 and 14/80: pe = 2 * 0.825 * 0.175 / 2. Cohen's kappa of the same table is 0.48.
  expect(agreement.ac1).toBeCloseTo((0.85 - 0.144375) / (1 - 0.144375), 10);
});

test('readers who always agree reach 1, whatever they say', () => {
  expect(agreementOf([pair('true', 'true', 40)]).ac1).toBe(1);
  expect(agreementOf([pair('true', 'true', 20), pair('unknown', 'unknown', 20)]).ac1).toBeCloseTo(1, 10);
});

test('readers who answer at random are near 0', () => {
  const all: Answer[] = ['true', 'false', 'unknown'];
  const counts = all.flatMap((first) => all.map((second) => pair(first, second, 10)));
  expect(agreementOf(counts).ac1).toBeCloseTo(0, 10);
});

test('readers who never agree are below 0', () => {
  expect(agreementOf([pair('true', 'false', 20), pair('false', 'true', 20)]).ac1).toBeLessThan(0);
});

test('of too few pairs only the count is told', () => {
  expect(agreementOf([pair('true', 'true', 29)])).toEqual({
    pairs: 29,
    same: 29,
    ac1: null,
    enoughPairs: 30,
  });
  expect(agreementOf([])).toMatchObject({ pairs: 0, ac1: null });
});
