// What one client sees agrees with what it did and saw before.
import { before } from '../history.ts';
import { groupBy } from './invariant.ts';
import type { Finding, Invariant, Violation } from './invariant.ts';
import { markOf, type Read, reflects, State, type StateSpec, wentBack } from './state.ts';

/**
 * Read your writes. If an actor's write w of a key was acknowledged before the same actor sent a read of that key, the
 * read shows w or something later (see `StateSpec` for how "later" is told).
 *
 * Source: Terry et al., "Session Guarantees for Weakly Consistent Replicated Data" (PDIS 1994).
 */
export function readYourWrites(title: string, spec: StateSpec): Invariant {
  return {
    rule: 'read-your-writes',
    title,
    check(history) {
      const { writes, reads } = new State(history, spec);
      const byActor = groupBy(writes, ({ operation, did }) => session(operation.actor, did.key));
      const finding: Finding = { checked: 0, violations: [] };
      for (const read of reads) {
        const own = (byActor.get(session(read.operation.actor, read.key)) ?? []).filter(({ operation }) =>
          before(operation, read.operation),
        );
        if (own.length > 0 && read.placed) finding.checked++;
        const missed = own.find((write) => !reflects(read, write));
        if (missed)
          finding.violations.push({
            key: read.key,
            expected: `the actor's own acknowledged write left ${markOf(missed.did)}, so its later reads show that or something later`,
            seen: `it showed ${read.text}`,
            operations: [missed.operation, read.operation],
          });
      }
      return finding;
    },
  };
}

/**
 * Monotonic reads. If an actor's read r1 of a key was answered before the same actor sent a read r2 of that key, r2 shows
 * what r1 showed or something later (see `StateSpec` for how "later" is told).
 *
 * Source: Terry et al., "Session Guarantees for Weakly Consistent Replicated Data" (PDIS 1994).
 */
export function monotonicReads(
  title: string,
  spec: Omit<StateSpec, 'write'> & Partial<Pick<StateSpec, 'write'>>,
): Invariant {
  return {
    rule: 'monotonic-reads',
    title,
    check(history) {
      const { reads } = new State(history, { write: () => undefined, ...spec });
      const finding: Finding = { checked: 0, violations: [] };
      for (const own of groupBy(reads, ({ operation, key }) => session(operation.actor, key)).values()) {
        const firstToShow = new Map<string, Read>();
        own.forEach((later, index) => {
          const earlier = own.slice(0, index).filter((read) => before(read.operation, later.operation));
          if (earlier.some(({ placed }) => placed) && later.placed) finding.checked++;
          const newer = later.elements
            ? showedMore(firstToShow, later)
            : earlier.find((read) => wentBack(read, later));
          if (newer) finding.violations.push(backwards(newer, later));
        });
      }
      return finding;
    },
  };
}

/** @returns an earlier read that showed an element this one does not; `firstToShow` learns what this one shows */
function showedMore(firstToShow: Map<string, Read>, later: Read): Read | undefined {
  const gone = [...firstToShow].find(
    ([element, first]) => before(first.operation, later.operation) && !later.elements?.has(element),
  );
  for (const element of later.elements ?? []) if (!firstToShow.has(element)) firstToShow.set(element, later);
  return gone?.[1];
}

const backwards = (earlier: Read, later: Read): Violation => ({
  key: later.key,
  expected: `the actor had seen ${earlier.text}, so it never sees anything older again`,
  seen: `a later read of its showed ${later.text}`,
  operations: [earlier.operation, later.operation],
});

const session = (actor: number, key: string) => `${actor} ${key}`;
