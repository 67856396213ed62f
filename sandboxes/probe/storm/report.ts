// What a storm showed, as lines of observation.
import type { History, Operation } from '../kit/history.ts';
import type { Finding, Invariant, Violation } from '../kit/invariants/invariant.ts';
import type { InvariantLine, OperationRecord, StormActedLine } from '../observation.ts';

const maxExamples = 3;
const maxOperations = 8;

/** @returns how often each kind was done, and what became of it */
export function countByKind(history: History): StormActedLine['operations'] {
  const counts: StormActedLine['operations'] = {};
  for (const { kind, outcome } of history) {
    const count = (counts[kind] ??= { ok: 0, rejected: 0, unknown: 0 });
    count[outcome]++;
  }
  return counts;
}

/** The service did what it was there for: of every kind of operation so many were acknowledged. */
export function progressed(least: Readonly<Record<string, number>>): Invariant {
  return {
    rule: 'progress',
    title: 'The service carries out what it is asked for',
    check(history): Finding {
      const acting = history.filter(({ actor }) => actor >= 0);
      return {
        checked: Object.keys(least).length,
        violations: Object.entries(least).flatMap(([kind, count]) => tooFew(acting, kind, count)),
      };
    },
  };
}

function tooFew(history: History, kind: string, least: number): Violation[] {
  const tried = history.filter((operation) => operation.kind === kind);
  const done = tried.filter(({ outcome }) => outcome === 'ok').length;
  if (done >= least) return [];
  return [
    {
      key: kind,
      expected: `"${kind}" was asked for ${tried.length} times, and at least ${least} are acknowledged`,
      seen: `${done} were`,
      operations: tried.filter(({ outcome }) => outcome !== 'ok').slice(0, maxOperations),
    },
  ];
}

export function lineOf(invariant: Invariant, { checked, violations }: Finding): InvariantLine {
  return {
    type: 'invariant',
    rule: invariant.rule,
    title: plain(invariant.title, 300),
    checked,
    violations: violations.length,
    examples: violations.slice(0, maxExamples).map(({ key, expected, seen, operations }) => ({
      key: plain(key, 200),
      expected: plain(expected, 1000),
      seen: plain(seen, 1000),
      operations: operations.slice(0, maxOperations).map(recordOf),
    })),
  };
}

function recordOf(operation: Operation): OperationRecord {
  return {
    actor: operation.actor,
    kind: plain(operation.kind, 100),
    key: plain(operation.key, 200),
    sent: textOf(operation.sent),
    startMs: rounded(operation.startMs),
    endMs: Number.isFinite(operation.endMs) ? rounded(operation.endMs) : null,
    outcome: operation.outcome,
    answer: plain(operation.answer, 300),
    got: textOf(operation.got),
  };
}

/** Text of the service as a database may keep it and a terminal show it: cut, without control characters or half a character. */
export function plain(text: string, length: number): string {
  return text
    .slice(0, length)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '\ufffd');
}

const textOf = (value: unknown) => (value === undefined ? '' : plain(JSON.stringify(value), 400));
const rounded = (ms: number) => Math.round(ms * 100) / 100;
