// What the rules of a storm found, wherever the storm blew.
import type { InvariantLine } from '../../sandboxes/probe/observation.ts';
import type { StormObservation } from '../probe/storm.ts';
import { factOf } from './drills/fact.ts';
import type { Evidence } from './evidence.ts';
import type { InvariantFact } from './report.ts';

/** A service that does not show what it holds has not kept it, as far as anybody can tell. */
export function linesOf({
  invariants,
  unreadable,
}: Pick<StormObservation, 'invariants' | 'unreadable'>): InvariantLine[] {
  if (unreadable === undefined) return invariants;
  const example = { key: '', expected: 'every answer needed to compare', seen: unreadable, operations: [] };
  const title = 'What was written can be read back at the end';
  const line = { type: 'invariant', rule: 'read-back', title, checked: 1, violations: 1 } as const;
  return [...invariants, { ...line, examples: [example] }];
}

/** @returns every rule of the storm, and of those during drills; what a drill could not measure is not held against anybody */
export function invariantsOf({ invariants, drills }: Evidence): InvariantFact[] {
  const drilled = drills.flatMap((run) => {
    if (!run.storm) return [];
    return factOf(run).measured ? linesOf(run.storm) : run.storm.invariants;
  });
  return [...invariants, ...drilled].map(({ rule, title, checked, violations, examples }) => ({
    rule,
    title,
    checked,
    violations,
    examples: examples.map(({ key, expected, seen }) => ({ key, expected, seen })),
  }));
}

/** A rule that had nothing to check proved nothing: it neither held nor was broken. */
export function isProven({ checked, violations }: Pick<InvariantFact, 'checked' | 'violations'>): boolean {
  return checked > 0 || violations > 0;
}
