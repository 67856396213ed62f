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
 * @returns the operations that are about it and were not all refused, repetitions of one idempotency key as one: it has
 * its effect between the first sending and the first acknowledgement
 */
export function effectsOf<T>(history: History, select: FromAttempt<T>): Told<T>[] {
  const told = attempted(history, select).filter(({ operation }) => operation.outcome !== 'rejected');
  const byKey = groupBy(told, ({ operation: { id, kind, idempotencyKey } }) =>
    JSON.stringify(idempotencyKey === undefined ? [id] : [kind, idempotencyKey]),
  );
  return [...byKey.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, operation: asOne(first.operation, more) }] : [],
  );
}

function asOne(first: Operation, more: readonly Told<unknown>[]): Operation {
  if (more.length === 0) return first;
  const done = [first, ...more.map(({ operation }) => operation)].filter(({ outcome }) => outcome === 'ok');
  if (done.length === 0) return first;
  return { ...first, outcome: 'ok', endMs: Math.min(...done.map(({ endMs }) => endMs)) };
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
