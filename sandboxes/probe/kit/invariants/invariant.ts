// What every invariant is, and what it finds.
import type { Attempt, History, Operation } from '../history.ts';

/** A rule that must hold over a whole storm. */
export interface Invariant {
  /** The rule's standard name. */
  rule: string;
  /** What it means here, in the author's words. */
  title: string;
  check(history: History): Finding;
}

export interface Finding {
  /** How many facts could have broken the rule. With 0 it proved nothing, and is no pass. */
  checked: number;
  violations: Violation[];
}

/** More prove nothing more, and a hostile service could show any number. */
export const maxViolations = 1000;

/** One proof that the rule does not hold, in plain words. */
export interface Violation {
  key: string;
  expected: string;
  seen: string;
  /** The operations that prove it. */
  operations: readonly Operation[];
}

/** What an acknowledged operation did, from all that is known of it; undefined when it is about something else. */
export type FromOperation<T> = (operation: Operation) => T | undefined;

/** What an operation meant to do, from what was sent alone; undefined when it is about something else. */
export type FromAttempt<T> = (attempt: Attempt) => T | undefined;

/** An operation and what it is to a rule. */
export interface Told<T> {
  operation: Operation;
  did: T;
}

/** @returns the acknowledged operations that are about it, each with what it did */
export function acknowledged<T>(history: History, select: FromOperation<T> | undefined): Told<T>[] {
  return attempted(
    history.filter(({ outcome }) => outcome === 'ok'),
    select as FromAttempt<T> | undefined,
  );
}

/** @returns the operations that are about it whatever became of them, each with what it meant to do */
export function attempted<T>(history: History, select: FromAttempt<T> | undefined): Told<T>[] {
  if (!select) return [];
  return history.flatMap((operation) => {
    const did = select(operation);
    return did === undefined ? [] : [{ operation, did }];
  });
}

/**
 * @returns the history with all operations of one kind and idempotency key as one: acknowledged if any of them was, refused
 * if all were, sent when the first was, done when the first acknowledgement came
 */
export function withoutRepeats(history: History): Operation[] {
  const groups = groupBy(history, ({ id, kind, idempotencyKey }) =>
    JSON.stringify(idempotencyKey === undefined ? [id] : [kind, idempotencyKey]),
  );
  return [...groups.values()].flatMap(([first, ...more]) => (first ? asOne(first, more) : []));
}

function asOne(first: Operation, more: readonly Operation[]): Operation {
  const all = [first, ...more];
  const done = all.filter(({ outcome }) => outcome === 'ok').toSorted((a, b) => a.endMs - b.endMs)[0];
  const one = done ?? all.find(({ outcome }) => outcome === 'unknown') ?? first;
  return { ...one, startMs: first.startMs };
}

/** @returns the operations that are about it and may have had an effect, repetitions as one */
export function effectsOf<T>(history: History, select: FromAttempt<T>): Told<T>[] {
  return attempted(withoutRepeats(history), select).filter(
    ({ operation }) => operation.outcome !== 'rejected',
  );
}

/** @returns the items by what `keyOf` says, in their order */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
