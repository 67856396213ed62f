// The ticks on the bars of the dimensions.
import { thresholds } from '../grading/band.ts';
import { anchorPoints, pointsOf } from '../grading/points.ts';
import type { Band, Report } from '../grading/report.ts';
import type { Mark } from './contract.ts';

const names: Record<Band, string> = { below: 'below', meets: 'minimum', solid: 'solid', strong: 'strong' };

/** Where each band begins, the same for every dimension and everybody. */
export const bandMarks: Mark[] = thresholds
  .map(([band, points]) => ({ points, label: names[band] }))
  .toSorted((a, b) => a.points - b.points);

/** What solutions that the author wrote get for Performance; without a calibration only the reference is known. */
export function solutionMarks(report: Report): Mark[] {
  if (report.outcome !== 'graded') return [];
  // As good as the reference is a ratio of 1, wherever the other marks lie.
  const reference = { points: pointsOf(Math.log(1), { naive: 0.5, strong: 2 }), label: 'our own' };
  if (report.environment.anchors !== 'calibrated') return [reference];
  return [
    { points: anchorPoints.naive, label: 'weak one' },
    reference,
    { points: anchorPoints.strong, label: 'strong one' },
  ];
}
