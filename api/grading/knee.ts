// The knee: the highest rate at which a service still meets the goal, read off the steps of a ladder.
import { percentile } from '../probe/percentile.ts';
import type { Step } from './evidence.ts';
import { limits } from './plan.ts';

export interface Goal {
  /** 95 % of answers within this. */
  ms: number;
  /** Failures and wrong answers of all that was offered, at most. */
  errorRate: number;
}

export interface Knee {
  /** Requests a second. */
  rps: number;
  /** The service held all that could be offered, so it may hold more. */
  atLeast: boolean;
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
 * @returns when no step met the goal, the lowest offered rate shrunk by how far it missed, so that a service that holds
 * nothing has a knee near nothing. null when it could not be measured: no step is valid, or the machine spoiled all that
 * were above the last one that held, at rates that a generator can drive
 */
export function kneeOf(steps: readonly Offered[], goal: Goal): Knee | null {
  const valid = steps.filter((step) => step.valid).toSorted((a, b) => a.rps - b.rps);
  const last = valid.findLastIndex((step) => meetsGoal(step, goal));
  const held = valid[last];
  const missed = valid[last + 1];
  if (!held) return missed ? { rps: missed.rps * missedBy(missed, goal), atLeast: false } : null;
  if (!missed) return spoiledAbove(steps, held) ? null : { rps: held.rps, atLeast: true };
  const share = Math.min(
    crossing(log95(held), log95(missed), Math.log(goal.ms)),
    errorCrossing(held, missed, goal),
  );
  return { rps: held.rps * (missed.rps / held.rps) ** share, atLeast: false };
}

/** Beyond what a generator surely drives, a spoiled step is taken for its limit: nobody is the worse off for being faster. */
function spoiledAbove(steps: readonly Offered[], held: Offered): boolean {
  return steps.some(({ rps }) => rps > held.rps && rps <= limits.drivenRps);
}

/**
 * Of several boots: one that found a bound says nothing against a knee that another found, and counts beside it only where
 * it lies above.
 */
export function telling<T extends { log: number; atLeast: boolean }>(boots: readonly T[]): T[] {
  const found = boots.filter(({ atLeast }) => !atLeast);
  if (found.length === 0) return [...boots];
  const middle = found.reduce((sum, { log }) => sum + log, 0) / found.length;
  return boots.filter(({ atLeast, log }) => !atLeast || log > middle);
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
