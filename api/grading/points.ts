// From a ratio to points: a logarithmic scale through three marks, the author's naive and strong solutions and the
// reference of the duet between them, whose ratio is 1 by definition. A naive solution is often ten times slower than the
// reference and a strong one a third faster; on a single line through the two, good and strong would be one.
import type { Calibration } from '../challenge/challenge.ts';
import { type Metric, metrics } from './ratio.ts';

/** Before a challenge is calibrated: a naive solution does a quarter of the reference, a strong one 1.6 times as much. */
const uncalibrated = { naive: 0.25, strong: 1.6 };
/** What the marks are worth, so that there is room below a naive solution and above a strong one. */
export const anchorPoints = { naive: 20, strong: 95 };
const referencePoints = 75;
/** Anchors closer than this tell nobody apart; the metric is left out and the others carry its weight. */
const narrowest = Math.log(1.15);
/** No half of the scale is steeper than if its mark were this far from the reference: noise must not become points. */
const steepest = Math.log(1.25);

const weights: Record<Metric, number> = {
  throughput: 0.4,
  cpuSaturated: 0.125,
  cpuSteady: 0.125,
  latencyP50: 0.075,
  latencyP95: 0.075,
  knee: 0.2,
};

/** @returns 0 to 100 points for the logarithm of a ratio */
export function pointsOf(logRatio: number, { naive, strong }: { naive: number; strong: number }): number {
  const [gain, mark] =
    logRatio < 0
      ? [referencePoints - anchorPoints.naive, -Math.log(naive)]
      : [anchorPoints.strong - referencePoints, Math.log(strong)];
  const points = referencePoints + (gain * logRatio) / Math.max(steepest, mark);
  return Math.min(100, Math.max(0, points));
}

/** The weighted mean of the metrics' points. @returns 0 to 100 */
export function performance(logRatios: Record<Metric, number>, calibration: Calibration | undefined): number {
  let points = 0;
  let weight = 0;
  for (const metric of metrics) {
    const anchors = calibration?.[metric] ?? uncalibrated;
    if (Math.log(anchors.strong / anchors.naive) < narrowest) continue;
    points += weights[metric] * pointsOf(logRatios[metric], anchors);
    weight += weights[metric];
  }
  return weight === 0 ? 0 : points / weight;
}
