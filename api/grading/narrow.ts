// When a number is narrow enough, and when more time is worth spending on it.
import type { Calibration } from '../challenge/challenge.ts';
import type { Boot, Paired } from './evidence.ts';
import { estimate, interval } from './interval.ts';
import { performance } from './points.ts';
import { type Metric, metrics, saturatedRatios, steadyRatios } from './ratio.ts';
import type { GradedReport, Measured } from './report.ts';

/** Half the range of points, at most, that is aimed at. */
export const aims = {
  /** Of Performance, by what one phase of one boot leaves open. */
  phase: 1.5,
  /** Of the score, over all boots. */
  score: 3,
};

export function halfWidth({ low, high }: Pick<Measured, 'low' | 'high'>): number {
  return (high - low) / 2;
}

/**
 * How many points of Performance the seconds of one phase leave open, taken alone: half their range, were every other
 * ratio known exactly. What boots differ by is not in it, since more seconds would not change that.
 */
export function openPoints(
  phase: 'saturated' | 'steady',
  paired: Paired,
  calibration: Calibration | undefined,
  seed: number,
): number {
  const seen: Partial<Record<Metric, number[]>> =
    phase === 'saturated' ? saturatedRatios(paired) : steadyRatios(paired);
  const series = Object.fromEntries(metrics.map((metric) => [metric, [seen[metric] ?? [0]]]));
  const exact = Object.fromEntries(metrics.map((metric) => [metric, 0]));
  const { value, rounds } = estimate(
    series as Record<Metric, number[][]>,
    exact as Record<Metric, number>,
    seed,
  );
  const pointsOf = (logs: Record<Metric, number>) => performance(logs, calibration);
  return halfWidth(interval(pointsOf(value), rounds.map(pointsOf)));
}

/** Time a grading may spend on more seconds than planned. */
export class Spare {
  #leftMs: number;

  constructor(ms: number) {
    this.#leftMs = ms;
  }

  /** @returns whether there was as much left, which is spent now */
  take(ms: number): boolean {
    if (ms > this.#leftMs) return false;
    this.#leftMs -= ms;
    return true;
  }
}

/** How narrow the score came out, and what it rests on. */
export function precisionOf(score: Measured, boots: readonly Boot[]): NonNullable<GradedReport['precision']> {
  const phases = boots.flatMap(({ saturated, steady }) => [saturated, steady]);
  return {
    halfWidth: halfWidth(score),
    aim: aims.score,
    boots: boots.length,
    seconds: phases.reduce((sum, { valid }) => sum + valid.filter(Boolean).length, 0),
  };
}
