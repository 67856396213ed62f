// Of those who change the same version, one wins.
import type { Operation } from '../history.ts';
import { attempted, effectsOf, groupBy } from './invariant.ts';
import type { FromAttempt, Invariant, Told, Violation } from './invariant.ts';

/** The key and the version an operation named as the current one: a number, an ETag. */
type Swap = readonly [key: string, expected: string | number];

/** Versions by key. */
type Versions = Iterable<readonly [key: string, version: number]>;

/**
 * Compare-and-set. For every key and version, at most one operation that named this version as the current one was
 * acknowledged. With versions that count up by one: opening + ok ≤ version at the end ≤ opening + ok + unknown.
 *
 * Source: compare-and-swap of Herlihy, "Wait-Free Synchronization" (TOPLAS 1991); the lost update problem in RFC 9110,
 * section 13.1.1 (If-Match).
 */
export function compareAndSet(
  title: string,
  spec: {
    /** What an operation meant to change. Of those who want one seat, the seat is the key and the version always the same. */
    swap: FromAttempt<Swap>;
    /** Versions at the beginning, and at the end; left out where versions do not count. */
    versions?: { opening: Versions; final: Versions };
  },
): Invariant {
  return {
    rule: 'compare-and-set',
    title,
    check(history) {
      const changes = effectsOf(history, spec.swap);
      const wishes = groupBy(attempted(history, spec.swap), ({ did }) => JSON.stringify(did));
      const races = groupBy(changes, ({ did }) => JSON.stringify(did));
      const counts = spec.versions ? countsOf(changes, spec.versions) : [];
      return {
        // Where one operation alone named a version, nobody could have been overwritten.
        checked: [...wishes.values()].filter((wish) => wish.length > 1).length + counts.length,
        violations: [...[...races.values()].flatMap(severalWinners), ...counts.flatMap(wrongVersion)],
      };
    },
  };
}

function severalWinners(race: readonly Told<Swap>[]): Violation[] {
  const winners = race.filter(({ operation }) => operation.outcome === 'ok');
  const [first] = winners;
  if (!first || winners.length === 1) return [];
  const [key, expected] = first.did;
  return [
    {
      key,
      expected: `of all who want to change version ${expected} of "${key}" at most one is acknowledged`,
      seen: `${winners.length} were acknowledged`,
      operations: winners.map(({ operation }) => operation),
    },
  ];
}

/** A version at the beginning and at the end, and what may have changed it in between. */
interface Count {
  key: string;
  opening: number;
  final: number | undefined;
  changes: readonly Operation[];
}

function countsOf(changes: readonly Told<Swap>[], versions: { opening: Versions; final: Versions }): Count[] {
  const opening = new Map(versions.opening);
  const final = new Map(versions.final);
  const byKey = groupBy(changes, ({ did: [key] }) => key);
  return [...new Set([...final.keys(), ...byKey.keys()])].map((key) => ({
    key,
    opening: opening.get(key) ?? 0,
    final: final.get(key),
    changes: (byKey.get(key) ?? []).map(({ operation }) => operation),
  }));
}

function wrongVersion({ key, opening, final, changes }: Count): Violation[] {
  const done = changes.filter(({ outcome }) => outcome === 'ok').length;
  const low = opening + done;
  const high = opening + changes.length;
  if (final !== undefined && final >= low && final <= high) return [];
  // What only unknown operations would have made may be missing.
  if (final === undefined && low === 0) return [];
  return [
    {
      key,
      expected: `"${key}" began at version ${opening} and ${done} changes were acknowledged, so it ends at ${low === high ? low : `${low} to ${high}`}`,
      seen: final === undefined ? 'it is not there at the end' : `it ended at version ${final}`,
      operations: changes,
    },
  ];
}
