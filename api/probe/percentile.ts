/**
 * The nearest-rank percentile: the smallest value that at least p % of all are not above.
 * @param values of those that have one
 * @param count of all, those without a value included: they count as infinite
 */
export function percentile(values: readonly number[], p: number, count: number = values.length): number {
  const rank = Math.max(1, Math.ceil((p / 100) * count));
  return values.toSorted((a, b) => a - b)[rank - 1] ?? Infinity;
}
