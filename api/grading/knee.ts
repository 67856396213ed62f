// The knee: the highest rate at which a service still meets the goal, read off the steps of a ladder.
import { percentile } from '../probe/percentile.ts';
import type { Step } from './evidence.ts';

export interface Goal {
  /** 95 % of answers within this. */
  ms: number;
  /** Failures and wrong answers of all that was offered, at most. */
  errorRate: number;
}

type Offered = Pick<Step, 'rps' | 'scheduled' | 'good' | 'latencies' | 'valid'>;

/** Answers of a failed request count as this slow where a number is needed. */
const failedMs = 5000;

/** Failures of all that was offered, 0 to 1; 1 when nothing was. */
export function errorRate({ scheduled, good }: Pick<Step, 'scheduled' | 'good'>): number {
  return scheduled === 0 ? 1 : (scheduled - good) / scheduled;
}

/** @returns the percentile of all that was offered, in milliseconds; a failure is infinitely slow */
export function offeredPercentile(step: Pick<Step, 'scheduled' | 'latencies'>, p: number): number {
  return percentile(step.latencies, p, step.scheduled);
}

export function meetsGoal(step: Offered, goal: Goal): boolean {
  return errorRate(step) <= goal.errorRate && offeredPercentile(step, 95) <= goal.ms;
}

/**
 * Between the last step that met the goal and the next, which did not: where the 95th percentile crosses the goal on a
 * line through the logarithms of rate and time, or where the error rate does on a line through the logarithm of the rate,
 * whichever comes first. Steps the generator spoiled are left out, and so is a single miss below a step that held: one
 * stall of the machine is no limit of the service.
 * @returns requests per second; when no step met the goal, the lowest offered rate shrunk by how far it missed, so that a
 * service that holds nothing has a knee near nothing. null when it could not be measured: no step is valid, or none is
 * above the last one that held though more were offered
 */
export function kneeOf(steps: readonly Offered[], goal: Goal): number | null {
  const valid = steps.filter((step) => step.valid).toSorted((a, b) => a.rps - b.rps);
  const last = valid.findLastIndex((step) => meetsGoal(step, goal));
  const held = valid[last];
  const missed = valid[last + 1];
  if (!held) return missed ? missed.rps * missedBy(missed, goal) : null;
  if (!missed) return steps.some((step) => step.rps > held.rps) ? null : held.rps;
  const share = Math.min(
    crossing(log95(held), log95(missed), Math.log(goal.ms)),
    errorCrossing(held, missed, goal),
  );
  return held.rps * (missed.rps / held.rps) ** share;
}

function missedBy(step: Offered, goal: Goal): number {
  return (goal.ms / Math.exp(log95(step))) * (1 - errorRate(step));
}

function errorCrossing(held: Offered, missed: Offered, goal: Goal): number {
  return crossing(errorRate(held), errorRate(missed), goal.errorRate);
}

function log95(step: Offered): number {
  return Math.log(Math.max(0.01, Math.min(failedMs, offeredPercentile(step, 95))));
}

/** Share of the way from `from` to `to` at which `level` is crossed; 1 when it is not. */
function crossing(from: number, to: number, level: number): number {
  if (to <= level) return 1;
  return Math.max(0, (level - from) / (to - from));
}
