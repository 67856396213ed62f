// From a ratio to points: a logarithmic scale through the author's naive and strong references.
import type { Calibration } from '../challenge/challenge.ts';
import { type Metric, metrics } from './ratio.ts';

/** Before a challenge is calibrated: a naive solution does a quarter of the reference, a strong one 1.6 times as much. */
const uncalibrated = { naive: 0.25, strong: 1.6 };
/** What the two anchors are worth, so that there is room below a naive solution and above a strong one. */
const naivePoints = 20;
const strongPoints = 95;
/** Anchors closer than this tell nobody apart; the metric is left out and the others carry its weight. */
const narrowest = Math.log(1.15);

const weights: Record<Metric, number> = {
  throughput: 0.4,
  cpuSaturated: 0.125,
  cpuSteady: 0.125,
  latencyP50: 0.075,
  latencyP95: 0.075,
  knee: 0.2,
};

/** @returns 0 to 100 points for the logarithm of a ratio */
export function pointsOf(logRatio: number, anchors: { naive: number; strong: number }): number {
  const share = (logRatio - Math.log(anchors.naive)) / Math.log(anchors.strong / anchors.naive);
  return Math.min(100, Math.max(0, naivePoints + (strongPoints - naivePoints) * share));
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
