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
        checked: byKey.filter(({ sent }) => isRepeated(sent)).length,
        violations: byKey.flatMap(
          ({ key, sent }) =>
            wrongCount(key, sent, effects.get(key)?.length ?? 0) ??
            differingReplies(key, sent, spec.reply) ??
            [],
        ),
      };
    },
  };
}

/** A key that was sent once gives the service nothing to tell apart, and one that was always refused nothing to do. */
function isRepeated(sent: readonly Operation[]): boolean {
  return sent.length > 1 && sent.some(({ outcome }) => outcome !== 'rejected');
}

function wrongCount(key: string, sent: readonly Operation[], count: number): Violation | undefined {
  const done = sent.filter(({ outcome }) => outcome === 'ok').length;
  const refused = sent.every(({ outcome }) => outcome === 'rejected');
  const least = done > 0 ? 1 : 0;
  const most = refused ? 0 : 1;
  if (count >= least && count <= most) return undefined;
  const fate = refused ? 'always refused' : done === 0 ? 'never answered' : `acknowledged ${times(done)}`;
  const effects = most === 0 ? 'no effect' : least === 1 ? 'one effect' : 'one effect or none';
  return {
    key,
    expected: `"${key}" was sent ${times(sent.length)} and ${fate}, so it has ${effects}`,
    seen: count === 1 ? 'there is 1 effect at the end' : `there are ${count} effects at the end`,
    operations: sent,
  };
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

function differingReplies(
  key: string,
  sent: readonly Operation[],
  reply: FromOperation<unknown> | undefined,
): Violation | undefined {
  const replies = acknowledged(sent, reply).map(({ operation, did }) => ({
    operation,
    text: canonical(did),
  }));
  const [first] = replies;
  const other = replies.find(({ text }) => text !== first?.text);
  if (!first || !other) return undefined;
  return {
    key,
    expected: `every acknowledged answer for "${key}" says the same: ${first.text}`,
    seen: `another one says ${other.text}`,
    operations: [first.operation, other.operation],
  };
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
