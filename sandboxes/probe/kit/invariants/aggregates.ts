// A total is what its parts add up to.
import type { Operation } from '../history.ts';
import { acknowledged } from './invariant.ts';
import type { FromOperation, Invariant, Violation } from './invariant.ts';

/** What is said of the whole of one key, and the parts it is made of. A count is a sum of ones. */
export interface Aggregate {
  key: string;
  stated: number;
  details: readonly number[];
}

/**
 * Aggregates equal details. At the end, when nothing is under way, and in every single answer that shows both: the stated
 * total of a key is the sum of its details.
 *
 * Source: the convergence of a materialised view to its base data, Zhuge et al., "View Maintenance in a Warehousing
 * Environment" (SIGMOD 1995).
 */
export function aggregatesEqualDetails(
  title: string,
  spec: {
    /** Totals and details at the end. */
    aggregates: Iterable<Aggregate>;
    /** A total and its details that one acknowledged answer showed together. */
    shown?: FromOperation<Aggregate>;
  },
): Invariant {
  return {
    rule: 'aggregates-equal-details',
    title,
    check(history) {
      const seen = [
        ...acknowledged(history, spec.shown),
        ...[...spec.aggregates].map((did) => ({ operation: undefined, did })),
      ];
      return {
        checked: seen.length,
        violations: seen.flatMap(({ operation, did }) => differing(did, operation)),
      };
    },
  };
}

function differing({ key, stated, details }: Aggregate, read: Operation | undefined): Violation[] {
  const sum = details.reduce((total, detail) => total + detail, 0);
  if (stated === sum) return [];
  return [
    {
      key,
      expected: `the ${details.length} details of "${key}" add up to ${sum}, so its total says ${sum}`,
      seen: `it says ${stated} ${read ? 'in one answer with them' : 'at the end'}`,
      operations: read ? [read] : [],
    },
  ];
}
