import type { Candidate, Comparison, Measure } from '../../api/compare/contract.ts';

const key = 'sort';

/** The name, the day, or a measure other than the score: the score is no order, and the charts show why. */
export type Order = 'name' | 'day' | Measure['name'];

/** @returns the orders that this comparison can be put in */
export function ordersOf({ measures }: Comparison): Order[] {
  return ['name', 'day', ...measures.map(({ name }) => name).filter((name) => name !== 'Score')];
}

/** @returns the order in the address; the name where there is none that fits */
export function orderIn(params: URLSearchParams, comparison: Comparison): Order {
  return ordersOf(comparison).find((order) => order === params.get(key)) ?? 'name';
}

/** @returns the same parameters with this order */
export function withOrder(params: URLSearchParams, order: string): URLSearchParams {
  const changed = new URLSearchParams(params);
  changed.set(key, order);
  return changed;
}

/** @returns the candidates in that order; those of whom it was not measured come last */
export function inOrder({ candidates, measures }: Comparison, order: Order): Candidate[] {
  if (order === 'name') return candidates;
  if (order === 'day') return candidates.toSorted((a, b) => a.submittedAt.localeCompare(b.submittedAt));
  const values = measures.find(({ name }) => name === order)?.values ?? [];
  const of = ({ submissionId }: Candidate) =>
    values.find((value) => value.submissionId === submissionId)?.value ?? -1;
  return candidates.toSorted((a, b) => of(b) - of(a));
}
