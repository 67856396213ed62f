// What was acknowledged is there, and what is there was written by somebody.
import type { Operation } from '../history.ts';
import { acknowledged, attempted, groupBy, maxViolations } from './invariant.ts';
import type { Finding, FromAttempt, FromOperation, Invariant, Violation } from './invariant.ts';

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
      const writes = groupBy(acknowledged(history, spec.written), ({ did }) => did);
      const kept = [...writes].filter(([element]) => !removed.has(element));
      return {
        checked: kept.length,
        violations: kept
          .filter(([element]) => !present.has(element))
          .map(([element, told]) => ({
            key: element,
            expected: `"${element}" was acknowledged (${told[0]?.operation.answer}), so it is there at the end`,
            seen: `it is not among the ${present.size} that were read back`,
            operations: told.map(({ operation }) => operation),
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
      const finding: Finding = { checked: 0, violations: [] };
      const look = (element: string, read?: Operation): void => {
        finding.checked++;
        if (initial.has(element) || finding.violations.length >= maxViolations) return;
        const sent = (writes.get(element) ?? []).map(({ operation }) => operation);
        if (!sent.some((write) => couldShow(read, write)))
          finding.violations.push(phantom(element, sent, read));
      };
      for (const element of new Set(spec.present)) look(element);
      for (const { operation, did } of acknowledged(history, spec.shown))
        for (const element of did) look(element, operation);
      return finding;
    },
  };
}

/** @param read what showed the write's element; undefined at the end */
function couldShow(read: Operation | undefined, { outcome, startMs }: Operation): boolean {
  return outcome !== 'rejected' && startMs <= (read?.endMs ?? Infinity);
}

function phantom(element: string, writes: readonly Operation[], read: Operation | undefined): Violation {
  const refused = writes.find(({ outcome }) => outcome === 'rejected');
  return {
    key: element,
    expected: refused
      ? `the write of "${element}" was refused (${refused.answer}), so nobody sees it`
      : `only what somebody had sent is there, and nobody had sent "${element}"`,
    seen: read ? 'a read showed it' : 'it was read back at the end',
    operations: [...(read ? [read] : []), ...writes],
  };
}
