// However often it is sent, it is done once.
import type { Operation } from '../history.ts';
import { acknowledged, attempted, groupBy } from './invariant.ts';
import type { FromAttempt, FromOperation, Invariant, Violation } from './invariant.ts';

/**
 * Exactly once for one idempotency key. With n the number of effects found for a key at the end: n ≤ 1; n = 1 if any
 * attempt with the key was acknowledged; n = 0 if every attempt was refused. All acknowledged answers for a key agree in
 * what `reply` selects. Attempts of unknown outcome allow n = 0 as well as n = 1, never 2.
 *
 * Source: Helland, "Idempotence Is Not a Medical Condition" (ACM Queue 2012); the IETF draft "The Idempotency-Key HTTP
 * Header Field".
 */
export function exactlyOnce(
  title: string,
  spec: {
    /** The idempotency key an operation was sent with. */
    attempt: FromAttempt<string>;
    /** The idempotency key of every effect there is at the end, as often as there are effects. */
    effects: Iterable<string>;
    /** What every acknowledged answer for one key must repeat. */
    reply?: FromOperation<unknown>;
  },
): Invariant {
  return {
    rule: 'exactly-once',
    title,
    check(history) {
      const effects = groupBy([...spec.effects], (key) => key);
      const attempts = groupBy(attempted(history, spec.attempt), ({ did }) => did);
      const byKey = [...attempts].map(([key, all]) => ({ key, sent: all.map(({ operation }) => operation) }));
      return {
        // A key that was sent once gives the service nothing to tell apart.
        checked: byKey.filter(
          ({ sent }) => sent.length > 1 && sent.some(({ outcome }) => outcome !== 'rejected'),
        ).length,
        violations: byKey.flatMap(({ key, sent }) => [
          ...wrongCount(key, sent, effects.get(key)?.length ?? 0),
          ...differingReplies(key, sent, spec.reply),
        ]),
      };
    },
  };
}

function wrongCount(key: string, sent: readonly Operation[], count: number): Violation[] {
  const { least, most } = allowed(sent);
  if (count >= least && count <= most) return [];
  const done = sent.filter(({ outcome }) => outcome === 'ok').length;
  const what = `key "${key}" was sent ${times(sent.length)} and acknowledged ${times(done)}`;
  return [
    {
      key,
      expected: `${what}, so it has ${most === 0 ? 'no effect' : least === 1 ? 'one effect' : 'one effect or none'}`,
      seen: count === 1 ? 'there is 1 effect at the end' : `there are ${count} effects at the end`,
      operations: sent,
    },
  ];
}

const times = (count: number) => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`);

function allowed(sent: readonly Operation[]): { least: number; most: number } {
  return {
    least: sent.some(({ outcome }) => outcome === 'ok') ? 1 : 0,
    most: sent.every(({ outcome }) => outcome === 'rejected') ? 0 : 1,
  };
}

function differingReplies(
  key: string,
  sent: readonly Operation[],
  reply: FromOperation<unknown> | undefined,
): Violation[] {
  if (!reply) return [];
  const replies = acknowledged(sent, reply).map(({ operation, did }) => ({
    operation,
    text: canonical(did),
  }));
  const [first] = replies;
  const other = replies.find(({ text }) => text !== first?.text);
  if (!first || !other) return [];
  return [
    {
      key,
      expected: `every acknowledged answer for key "${key}" says the same: ${first.text}`,
      seen: `another one says ${other.text}`,
      operations: [first.operation, other.operation],
    },
  ];
}

/** JSON with the names of every object in order, so that equal values are equal text. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_name, inner: unknown) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'nothing'
  );
}
