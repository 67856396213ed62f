// What a graded service failed, by the names that challenge.yaml gives reasons in: checks/<category>, rules/<rule>,
// drills/<drill>, performance.
import type { Challenge } from '../../challenge/challenge.ts';
import { drillName } from '../../challenge/drill.ts';
import { bandOf } from '../band.ts';
import type { GradedReport } from '../report.ts';
import { pointsOfDrill } from '../resilience.ts';

/** A drill's recovery is known to a second. */
const resolutionMs = 1000;

/**
 * Checks and rules fail or hold. What is measured, a drill's points or the performance, has failed when it is below Solid even
 * at the favourable end of its range.
 */
export function failuresOf(report: GradedReport, { drills }: Pick<Challenge, 'drills'>): Set<string> {
  const { checks, invariants = [], dimensions } = report;
  const disturbed = (report.drills ?? []).filter(
    (drill) => drill.measured && isLow(pointsOfDrill(drill, -resolutionMs)),
  );
  return new Set([
    ...checks.filter(({ passed }) => !passed).map(({ category }) => `checks/${category}`),
    ...invariants.filter(({ violations }) => violations > 0).map(({ rule }) => `rules/${rule}`),
    ...disturbed.flatMap((fact) => {
      const drill = drills[(report.drills ?? []).indexOf(fact)];
      return drill ? [`drills/${drillName(drill)}`] : [];
    }),
    ...dimensions.filter(({ name, high }) => name === 'Performance' && isLow(high)).map(() => 'performance'),
  ]);
}

/** Whether a declared reason speaks of this failure: checks speaks of checks/once too. */
export function covers(declared: string, failure: string): boolean {
  return failure === declared || failure.startsWith(`${declared}/`);
}

const isLow = (points: number): boolean => ['below', 'meets'].includes(bandOf(points));
