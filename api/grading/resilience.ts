// Points for drills: how soon a service is back after a fault, and how much of its traffic it served meanwhile. Nothing is
// compared with the reference here: a fault is the same for everybody, and what counts is the service's own time before it.
import type { DrillFact, Measured } from './report.ts';

/** Seconds are what is counted, so a recovery is known to a second. */
const resolutionMs = 1000;
/** Growth per thousand requests that is no leak, and growth that ends a small server within a day of modest traffic. */
const growth = { harmlessBytes: 128 * 1024, ruinousBytes: 8 * 1024 * 1024 };
/** While these last no service can answer: only how it comes back counts. */
const unanswerable: readonly string[] = ['kill', 'database-restart', 'database-pause'];

/** @param drills at least one, all measured. @returns the mean of all, 0 to 100; its range is what a second more or less of recovery would make of it */
export function resilienceOf(drills: readonly DrillFact[]): Measured {
  const mean = (shiftMs: number) =>
    drills.reduce((sum, drill) => sum + pointsOfDrill(drill, shiftMs), 0) / drills.length;
  return { value: mean(0), low: mean(resolutionMs), high: mean(-resolutionMs) };
}

/** @returns 0 to 100 */
export function pointsOfDrill(drill: DrillFact, shiftMs = 0): number {
  if (drill.memory) return growthPoints(drill.memory.bytesPerThousand);
  const back = backPoints(drill, shiftMs);
  if (unanswerable.includes(drill.kind) || !drill.before) return back;
  const served = Math.min(1, (drill.during ?? 0) / drill.before);
  return (back + 100 * served) / 2;
}

/** At once is 100, at the end of the time it was given 0, in proportion between. */
function backPoints({ recoveryMs, limitMs }: DrillFact, shiftMs: number): number {
  if (recoveryMs === null) return 0;
  const late = Math.max(0, recoveryMs + shiftMs - resolutionMs);
  return 100 * Math.max(0, 1 - late / limitMs);
}

function growthPoints(bytesPerThousand: number): number {
  const { harmlessBytes, ruinousBytes } = growth;
  const share =
    Math.log(Math.max(1, bytesPerThousand) / harmlessBytes) / Math.log(ruinousBytes / harmlessBytes);
  return 100 * (1 - Math.min(1, Math.max(0, share)));
}
