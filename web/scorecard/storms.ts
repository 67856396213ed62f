import type { DrillFact, InvariantFact } from '../../api/grading/report.ts';

export interface Storm {
  /** The fault that was going on meanwhile; null for a storm without one. */
  during: string | null;
  /** Place of its first rule in the report. */
  first: number;
  found: InvariantFact[];
}

/** Which rules were held against which storm: a report lists those of the storm first, then those of each drill in turn. */
export function storms(invariants: readonly InvariantFact[], drills: readonly DrillFact[]): Storm[] {
  const ofDrills = drills.map(({ what, storm }) => ({ what, count: storm?.invariants.length ?? 0 }));
  let first = invariants.length - ofDrills.reduce((sum, { count }) => sum + count, 0);
  const all: Storm[] = [{ during: null, first: 0, found: invariants.slice(0, Math.max(0, first)) }];
  for (const { what, count } of ofDrills) {
    all.push({ during: what, first, found: invariants.slice(first, first + count) });
    first += count;
  }
  return all.filter(({ found }) => found.length > 0);
}
