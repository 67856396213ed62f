// What was acknowledged is there, and what is there was written by somebody.
import type { Operation } from '../history.ts';
import { acknowledged, attempted, groupBy } from './invariant.ts';
import type { FromAttempt, FromOperation, Invariant, Violation } from './invariant.ts';

/**
 * No lost acknowledged write. With A the elements of acknowledged writes, R the elements some operation tried to remove
 * and was not refused, and F the elements read back at the end: A \ R ⊆ F. A write of unknown outcome may be in F or not.
 *
 * Source: the `set` checker of Jepsen (acknowledged elements missing from the final read are "lost").
 */
export function noLostWrites(
  title: string,
  spec: {
    /** The element an acknowledged write left behind. */
    written: FromOperation<string>;
    /** The element an operation meant to remove. */
    removed?: FromAttempt<string>;
    /** Every element there is at the end. */
    present: Iterable<string>;
  },
): Invariant {
  return {
    rule: 'no-lost-writes',
    title,
    check(history) {
      const present = new Set(spec.present);
      const removals = attempted(history, spec.removed).filter(
        ({ operation }) => operation.outcome !== 'rejected',
      );
      const removed = new Set(removals.map(({ did }) => did));
      const kept = acknowledged(history, spec.written).filter(({ did }) => !removed.has(did));
      const lost = kept.filter(({ did }) => !present.has(did));
      return {
        checked: new Set(kept.map(({ did }) => did)).size,
        violations: lost.map(({ operation, did }) => ({
          key: did,
          expected: `"${did}" was acknowledged (${operation.answer}), so it is there at the end`,
          seen: `it is not among the ${present.size} that were read back`,
          operations: [operation],
        })),
      };
    },
  };
}

/**
 * No phantom. Every element read back at the end was there at the beginning or was sent by a write that was not refused;
 * and every element a read showed was so by the time the read's answer came. An element of refused writes only is an
 * effect of something the service said it did not do.
 *
 * Source: the `set` checker of Jepsen ("unexpected" elements); reads of refused writes are the aborted reads (G1a) of
 * Adya, "Weak Consistency" (1999).
 */
export function noPhantoms(
  title: string,
  spec: {
    /** The element a write meant to leave behind, from what was sent. */
    written: FromAttempt<string>;
    /** What was there before the storm. */
    initial?: Iterable<string>;
    /** Every element there is at the end. */
    present: Iterable<string>;
    /** The elements an acknowledged read showed. */
    shown?: FromOperation<Iterable<string>>;
  },
): Invariant {
  return {
    rule: 'no-phantoms',
    title,
    check(history) {
      const writes = groupBy(attempted(history, spec.written), ({ did }) => did);
      const initial = new Set(spec.initial);
      const judge = (element: string, by: Operation | undefined) =>
        initial.has(element)
          ? []
          : phantom(
              element,
              (writes.get(element) ?? []).map(({ operation }) => operation),
              by,
            );
      const present = [...spec.present];
      const shown = acknowledged(history, spec.shown).map(({ operation, did }) => ({
        operation,
        elements: [...did],
      }));
      return {
        checked: present.length + shown.reduce((sum, { elements }) => sum + elements.length, 0),
        violations: [
          ...present.flatMap((element) => judge(element, undefined)),
          ...shown.flatMap(({ operation, elements }) =>
            elements.flatMap((element) => judge(element, operation)),
          ),
        ],
      };
    },
  };
}

/** @param read what showed the element; undefined at the end */
function phantom(element: string, writes: readonly Operation[], read: Operation | undefined): Violation[] {
  const sent = writes.filter(({ startMs }) => startMs <= (read?.endMs ?? Infinity));
  if (sent.some(({ outcome }) => outcome !== 'rejected')) return [];
  const refused = sent.length > 0;
  return [
    {
      key: element,
      expected: refused
        ? `the write of "${element}" was refused (${sent[0]?.answer}), so nobody sees it`
        : `only what somebody wrote is there, and nobody had sent "${element}"`,
      seen: read ? 'a read showed it' : 'it was read back at the end',
      operations: [...sent, ...(read ? [read] : [])],
    },
  ];
}
