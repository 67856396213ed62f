import { expect, test } from 'vitest';
import type { Comparison } from '../../api/compare/contract.ts';
import { inOrder, orderIn, ordersOf } from './order.ts';

const candidate = (candidateName: string, day: number) => ({
  submissionId: candidateName,
  candidateName,
  submittedAt: `2026-01-0${day}T00:00:00.000Z`,
  band: 'solid' as const,
  confidence: 'high' as const,
  mustFix: 0,
});
const value = (submissionId: string, points: number) => ({ submissionId, value: points, low: 0, high: 100 });
const comparison: Comparison = {
  basis: null,
  candidates: [candidate('Ada', 3), candidate('Bea', 1), candidate('Cid', 2)],
  measures: [
    { name: 'Score', values: [value('Ada', 1), value('Bea', 2), value('Cid', 3)], clear: [] },
    { name: 'Resilience', values: [value('Ada', 10), value('Cid', 20)], clear: [] },
  ],
  bandMarks: [],
  leftOut: [],
};
const names = (sort: string) =>
  inOrder(comparison, orderIn(new URLSearchParams({ sort }), comparison)).map(
    ({ candidateName }) => candidateName,
  );

test('by name unless somebody chooses otherwise, and never by the score', () => {
  expect(ordersOf(comparison)).toEqual(['name', 'day', 'Resilience']);
  for (const sort of ['', 'name', 'Score', 'nonsense']) expect(names(sort)).toEqual(['Ada', 'Bea', 'Cid']);
});

test('by the day, or by a dimension, with those last of whom it was not measured', () => {
  expect(names('day')).toEqual(['Bea', 'Cid', 'Ada']);
  expect(names('Resilience')).toEqual(['Cid', 'Ada', 'Bea']);
});
