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
      return {
        // Where one operation alone named a version, nobody could have been overwritten.
        checked: [...wishes.values()].filter((wish) => wish.length > 1).length,
        violations: [...[...races.values()].flatMap(severalWinners), ...miscounted(changes, spec.versions)],
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

function miscounted(
  swaps: readonly Told<Swap>[],
  versions: { opening: Versions; final: Versions } | undefined,
): Violation[] {
  if (!versions) return [];
  const opening = new Map(versions.opening);
  const final = new Map(versions.final);
  const byKey = groupBy(swaps, ({ did: [key] }) => key);
  return [...new Set([...final.keys(), ...byKey.keys()])].flatMap((key) =>
    wrongVersion(
      key,
      opening.get(key) ?? 0,
      final.get(key),
      (byKey.get(key) ?? []).map(({ operation }) => operation),
    ),
  );
}

function wrongVersion(
  key: string,
  opening: number,
  final: number | undefined,
  swaps: readonly Operation[],
): Violation[] {
  const done = swaps.filter(({ outcome }) => outcome === 'ok').length;
  const unknown = swaps.filter(({ outcome }) => outcome === 'unknown').length;
  const low = opening + done;
  if (final !== undefined && final >= low && final <= low + unknown) return [];
  // What only refused or unknown operations would have made may be missing.
  if (final === undefined && low === 0) return [];
  const range = unknown === 0 ? `${low}` : `between ${low} and ${low + unknown}`;
  return [
    {
      key,
      expected: `"${key}" began at version ${opening} and ${done} changes were acknowledged, so it ends at ${range}`,
      seen: final === undefined ? 'it is not there at the end' : `it ended at version ${final}`,
      operations: swaps,
    },
  ];
}
