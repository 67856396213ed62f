// What came first stays first.
import { before, doneBy, type Operation } from '../history.ts';
import { acknowledged, effectsOf, groupBy } from './invariant.ts';
import type { FromAttempt, FromOperation, Invariant, Violation } from './invariant.ts';

/** Everything under one key, first to last. */
type Log = readonly [key: string, elements: readonly string[]];

interface SeenLog {
  key: string;
  elements: readonly string[];
  /** What showed it; undefined at the end. */
  read?: Operation;
}

/**
 * Order per key. In every log of a key, at the end or in a read: if the write of x was acknowledged before the write of y
 * was sent, x stands before y. And of any two logs of one key the shorter is the beginning of the longer: what was once
 * shown is never reordered, and nothing is put in before it.
 *
 * Source: real-time order as in Herlihy and Wing, "Linearizability" (TOPLAS 1990); prefixes as in the list-append
 * workload of Kingsbury and Alvaro, "Elle" (VLDB 2020).
 */
export function orderPerKey(
  title: string,
  spec: {
    /** The key and element a write meant to append. */
    written: FromAttempt<readonly [key: string, element: string]>;
    /** Every log there is at the end. */
    logs: Iterable<Log>;
    /** Whole logs an acknowledged read showed. */
    shown?: FromOperation<Log>;
  },
): Invariant {
  return {
    rule: 'order-per-key',
    title,
    check(history) {
      const byKey = groupBy(effectsOf(history, spec.written), ({ did: [key] }) => key);
      const writes = new Map(
        [...byKey].map(([key, told]) => [
          key,
          new Map(told.map(({ operation, did: [, element] }) => [element, operation])),
        ]),
      );
      const seen: SeenLog[] = [
        ...acknowledged(history, spec.shown).map(({ operation, did: [key, elements] }) => ({
          key,
          elements,
          read: operation,
        })),
        ...[...spec.logs].map(([key, elements]) => ({ key, elements })),
      ];
      const findings = seen.map((log) => outOfOrder(log, writes.get(log.key) ?? new Map()));
      return {
        checked: findings.reduce((total, { ordered }) => total + ordered, 0),
        violations: [
          ...findings.flatMap(({ violation }) => violation ?? []),
          ...[...groupBy(seen, ({ key }) => key).values()].flatMap(reordered),
        ],
      };
    },
  };
}

/** @returns the log's first fault, and how many of its elements had to come after another */
function outOfOrder(
  { key, elements, read }: SeenLog,
  writes: ReadonlyMap<string, Operation>,
): { ordered: number; violation?: Violation } {
  const known = elements.flatMap((element) => {
    const write = writes.get(element);
    return write ? [{ element, write }] : [];
  });
  const firstDone = known.reduce((least, { write }) => Math.min(least, doneBy(write)), Infinity);
  const ordered = known.filter(({ write }) => firstDone < write.startMs).length;
  let latest = known[0];
  for (const next of known) {
    if (latest && before(next.write, latest.write)) {
      const expected = `"${next.element}" was acknowledged before "${latest.element}" was sent, so it stands before it`;
      const seen = `it stands after it ${read ? 'in a read' : 'at the end'}`;
      const operations = [next.write, latest.write, ...(read ? [read] : [])];
      return { ordered, violation: { key, expected, seen, operations } };
    }
    if (!latest || next.write.startMs > latest.write.startMs) latest = next;
  }
  return { ordered };
}

/** Logs of one key of which the shorter is not the beginning of the longer. */
function reordered(logs: readonly SeenLog[]): Violation[] {
  const byLength = logs.toSorted((a, b) => a.elements.length - b.elements.length);
  return byLength.flatMap((shorter, index) => {
    const longer = byLength[index + 1];
    if (!longer) return [];
    const at = shorter.elements.findIndex((element, place) => element !== longer.elements[place]);
    if (at < 0) return [];
    return [
      {
        key: shorter.key,
        expected: `"${shorter.elements[at]}" was shown in place ${at + 1}, so it stays there`,
        seen: `another time "${longer.elements[at]}" stood there`,
        operations: [shorter.read, longer.read].flatMap((read) => read ?? []),
      },
    ];
  });
}
