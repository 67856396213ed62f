// Whether solutions of different worth are told apart: what is faulty below what candidates are measured beside, and that
// below the strong one.
import type { Challenge } from '../../challenge/challenge.ts';
import { bandOrder } from '../band.ts';
import type { GradedReport } from '../report.ts';
import { at, failed, type Finding, warning } from './finding.ts';
import { type Grading, isGraded } from './landed.ts';

export function overlaps(challenge: Challenge, gradings: readonly Grading[]): Finding[] {
  const { references, duet } = challenge;
  const reportsOf = (name: string) =>
    gradings.filter(isGraded).flatMap(({ reference, report }) => (reference === name ? [report] : []));
  const faulty = Object.keys(references).filter((name) => (references[name]?.fails ?? []).length > 0);
  return [
    ...faulty.flatMap((name) => overlap([name, reportsOf(name)], [duet, reportsOf(duet)])),
    ...overlap([duet, reportsOf(duet)], ['strong', reportsOf('strong')]),
  ];
}

type Graded = [name: string, reports: readonly GradedReport[]];

function overlap([lower, worse]: Graded, [upper, better]: Graded): Finding[] {
  const best = worse.toSorted(byWorth).at(-1);
  const [worst] = better.toSorted(byWorth);
  if (!best || !worst) return [];
  const say = `The best grading of ${lower} (${worth(best)}) is not below the worst of ${upper} (${worth(worst)})`;
  if (byWorth(best, worst) >= 0) return [failed('overlap', at(lower), say)];
  if (best.band !== worst.band || best.score.high < worst.score.low) return [];
  const close = `${lower} (${worth(best)}) and ${upper} (${worth(worst)}) are in one band, and their ranges overlap`;
  return [warning('overlap', at(lower), close)];
}

/** The band decides, since it may be held back; within a band the score. */
function byWorth(a: GradedReport, b: GradedReport): number {
  return bandOrder.indexOf(a.band) - bandOrder.indexOf(b.band) || a.score.value - b.score.value;
}

function worth({ band, score: { value, low, high } }: GradedReport): string {
  return `${band}, ${value.toFixed(1)} of ${low.toFixed(1)} to ${high.toFixed(1)}`;
}
