// No more is given away than there is.
import type { Operation } from '../history.ts';
import { acknowledged, attempted, effectsOf, groupBy } from './invariant.ts';
import type { FromAttempt, FromOperation, Invariant, Told, Violation } from './invariant.ts';

/** So many units of one key. */
type Units = readonly [key: string, units: number];

/**
 * No oversell (a bounded counter). With capacity S of a key: Σ units of acknowledged sales ≤ S; Σ units of the sales
 * that exist at the end ≤ S; and no read, ever, shows fewer than 0 left. Unknown sales count only if they exist at the end.
 * Nothing may come back: for what can be returned, `conserved` with a floor of 0 is the rule.
 *
 * Source: the bounded counter of Balegas et al., "Extending Eventually Consistent Cloud Databases for Enforcing Numeric
 * Invariants" (SRDS 2015); escrow in O'Neil, "The Escrow Transactional Method" (TODS 1986).
 */
export function noOversell(
  title: string,
  spec: {
    /** How many units of each key there are to sell. */
    capacity: Iterable<Units>;
    /** What an operation meant to take, 1 or more. */
    sale: FromAttempt<Units>;
    /** Every sale there is at the end. */
    sold?: Iterable<Units>;
    /** What was left, as an acknowledged read showed it. */
    left?: FromOperation<Iterable<Units>>;
  },
): Invariant {
  return {
    rule: 'no-oversell',
    title,
    check(history) {
      const capacity = new Map(spec.capacity);
      const wanted = attempted(history, spec.sale);
      const returned = wanted.find(({ did: [, units] }) => units < 1);
      if (returned) throw new RangeError(`A sale takes 1 or more, not ${returned.did[1]}`);
      const demand = groupBy(wanted, ({ did: [key] }) => key);
      const sales = groupBy(effectsOf(history, spec.sale), ({ did: [key] }) => key);
      const sold = groupBy(spec.sold ?? [], ([key]) => key);
      return {
        // Where no more was wanted than there is, nothing could be oversold.
        checked: [...capacity].filter(([key, units]) => unitsIn(demand.get(key)) > units).length,
        violations: [
          ...[...capacity].flatMap(([key, units]) => oversold(key, units, sales.get(key), sold.get(key))),
          ...belowZero(acknowledged(history, spec.left)),
        ],
      };
    },
  };
}

function oversold(
  key: string,
  capacity: number,
  all: readonly Told<Units>[] = [],
  sold: readonly Units[] = [],
): Violation[] {
  const sales = all.filter(({ operation }) => operation.outcome === 'ok');
  const expected = `there were ${capacity} of "${key}", so at most ${capacity} are sold`;
  const operations = sales.map(({ operation }) => operation);
  const confirmed = unitsIn(sales);
  const recorded = unitsOf(sold);
  return [
    ...(confirmed > capacity
      ? [{ key, expected, seen: `${confirmed} were confirmed to buyers`, operations }]
      : []),
    ...(recorded > capacity
      ? [{ key, expected, seen: `${recorded} are recorded as sold at the end`, operations }]
      : []),
  ];
}

function belowZero(reads: readonly Told<Iterable<Units>>[]): Violation[] {
  return reads.flatMap(({ operation, did }) =>
    [...did].filter(([, left]) => !(left >= 0)).map(([key, left]) => negative(key, left, operation)),
  );
}

const negative = (key: string, left: number, read: Operation): Violation => ({
  key,
  expected: `what is left of "${key}" is never below 0`,
  seen: `a read showed ${left}`,
  operations: [read],
});

const unitsIn = (sales: readonly Told<Units>[] = []) => unitsOf(sales.map(({ did }) => did));
const unitsOf = (sales: readonly Units[]) => sales.reduce((sum, [, units]) => sum + units, 0);
