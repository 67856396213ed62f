import type { DrillFact, InvariantFact } from '../../api/grading/report.ts';

export interface Storm {
  /** The fault that was going on meanwhile; null for a storm without one. */
  during: string | null;
  /** Place of its first rule in the report. */
  first: number;
  found: InvariantFact[];
}

/** A rule that nothing could have broken proved nothing: it neither held nor was broken. */
export const isProven = ({ checked, violations }: InvariantFact) => checked > 0 || violations > 0;

/**
 * Which rules were held against which storm. A report lists those of the storm first, then those of each drill that had
 * one; all hold the same rules, so the next storm begins where a rule comes again.
 */
export function storms(invariants: readonly InvariantFact[], drills: readonly DrillFact[]): Storm[] {
  const groups: Omit<Storm, 'during'>[] = [];
  for (const [at, rule] of invariants.entries()) {
    const last = groups.at(-1);
    if (last && !last.found.some((each) => each.rule === rule.rule && each.title === rule.title))
      last.found.push(rule);
    else groups.push({ first: at, found: [rule] });
  }
  const faults = drills.filter(({ storm }) => storm && storm.invariants.length > 0).map(({ what }) => what);
  const without = groups.length - faults.length;
  return groups.map((group, index) => ({ ...group, during: faults[index - without] ?? null }));
}
