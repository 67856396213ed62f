// Nobody is shown what is too old.
import { groupBy } from './invariant.ts';
import type { Finding, Invariant } from './invariant.ts';
import { markOf, reflects, State, type StateSpec } from './state.ts';

/**
 * Bounded staleness. A read sent more than D milliseconds after the acknowledgement of a write of the same key, whoever
 * sent it, shows that write or something later (see `StateSpec` for how "later" is told). With D = 0 nothing acknowledged
 * may be missing from any later read.
 *
 * Source: Terry, "Replicated Data Consistency Explained Through Baseball" (CACM 2013); with D = 0 the regular register of
 * Lamport, "On Interprocess Communication" (1986), and the stale elements of Jepsen's `set-full` checker.
 */
export function boundedStaleness(
  title: string,
  spec: StateSpec & {
    /** How old what a read shows may be, in milliseconds. */
    withinMs: number;
  },
): Invariant {
  return {
    rule: 'bounded-staleness',
    title,
    check(history) {
      const { writes, reads } = new State(history, spec);
      const byKey = groupBy(writes, ({ did }) => did.key);
      const finding: Finding = { checked: 0, violations: [] };
      for (const read of reads) {
        const old = (byKey.get(read.key) ?? []).filter(
          ({ operation }) => operation.endMs + spec.withinMs < read.operation.startMs,
        );
        if (old.length > 0 && read.placed) finding.checked++;
        const missed = old.find((write) => !reflects(read, write));
        if (!missed) continue;
        const ageMs = Math.round(read.operation.startMs - missed.operation.endMs);
        finding.violations.push({
          key: read.key,
          expected: `${markOf(missed.did)} was acknowledged ${ageMs} ms before the read was sent, so the read shows that or something later (${spec.withinMs} ms are allowed)`,
          seen: `it showed ${read.text}`,
          operations: [missed.operation, read.operation],
        });
      }
      return finding;
    },
  };
}
