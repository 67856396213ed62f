// What a ladder showed: the load a service holds, and how answers get slower below and above it.
import type { Challenge } from '../challenge/challenge.ts';
import { countRange, finite, percentileRange, shareRange } from './chance.ts';
import type { Step } from './evidence.ts';
import { errorRate, kneeOf, meetsGoal, offeredPercentile, telling } from './knee.ts';
import type { GradedReport, LoadStep, Range } from './report.ts';

type Goal = Challenge['goal'];
type Ladders = readonly (readonly Step[])[];

/**
 * A service that met the goal at no rate holds none; how near it came is left to the ratio, and to the range.
 * @param ladders one of each boot; those whose knee could not be measured are left out
 * @param bootSd how far the knees of boots lie apart, as a standard deviation of logarithms
 * @returns null when none could be measured
 */
export function kneeRange(ladders: Ladders, goal: Goal, bootSd: number): GradedReport['knee'] | null {
  const found = ladders.flatMap((steps) => kneeOf(steps, goal) ?? []);
  if (found.length === 0) return null;
  const knees = telling(found.map(({ rps, atLeast }) => ({ log: Math.log(Math.max(0.01, rps)), atLeast })));
  const logs = knees.map(({ log }) => log);
  const middle = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const spread = (1.96 * bootSd) / Math.sqrt(logs.length);
  const high = Math.exp(Math.max(middle + spread, ...logs));
  if (!ladders.flat().some((step) => step.valid && meetsGoal(step, goal))) return { rps: 0, low: 0, high };
  const low = Math.exp(Math.min(middle - spread, ...logs));
  return {
    rps: Math.exp(middle),
    low,
    high,
    ...(knees.every(({ atLeast }) => atLeast) && { atLeast: true }),
  };
}

/** One point for each step of the ladder, over all boots: boots differ, and a curve that jumps between them misleads. */
export function curve(ladders: Ladders, goal: Goal): LoadStep[] {
  const planned = ladders.map((steps) => steps.filter((step) => !step.closer));
  const longest = Math.max(0, ...planned.map((steps) => steps.length));
  const together = Array.from({ length: longest }, (_, index) =>
    planned.flatMap((steps) => steps[index] ?? []),
  );
  const alone = ladders.flatMap((steps) => steps.filter((step) => step.closer)).map((step) => [step]);
  return [...together, ...alone]
    .map((same) => same.filter((step) => step.valid && step.scheduled > 0))
    .filter((same) => same.length > 0)
    .map((same) => pointOf(same, goal))
    .toSorted((a, b) => a.rps - b.rps);
}

function pointOf(same: readonly Step[], goal: Goal): LoadStep {
  const step = joined(same);
  const perSecond = (count: number) => (1000 * count) / step.ms;
  const good = countRange(step.good);
  return {
    rps: step.rps,
    p50Ms: finite(offeredPercentile(step, 50)),
    p95Ms: finite(offeredPercentile(step, 95)),
    errorRate: errorRate(step),
    good: perSecond(step.good),
    meetsGoal: meetsGoal(step, goal),
    ranges: {
      p50Ms: slownessRange(same, step, 50),
      p95Ms: slownessRange(same, step, 95),
      errorRate: shareRange(step.scheduled - step.good, step.scheduled) ?? { low: 0, high: 1 },
      good: { low: perSecond(good.low), high: perSecond(good.high) },
    },
  };
}

/** As wide as chance makes it, and as the boots were apart. */
function slownessRange(
  same: readonly Step[],
  { latencies, scheduled }: Pick<Step, 'latencies' | 'scheduled'>,
  p: number,
): Range {
  const { low, high } = percentileRange(latencies, p, scheduled);
  const boots = same.map((step) => offeredPercentile(step, p));
  return {
    low: finite(Math.min(low ?? Infinity, ...boots)),
    high: finite(Math.max(high ?? Infinity, ...boots)),
  };
}

type Joined = Pick<Step, 'rps' | 'ms' | 'scheduled' | 'good' | 'latencies' | 'valid'>;

function joined(steps: readonly Step[]): Joined {
  const sum = (of: (step: Step) => number) => steps.reduce((all, step) => all + of(step), 0);
  return {
    rps: Math.exp(sum((step) => Math.log(step.rps)) / steps.length),
    ms: sum((step) => step.ms),
    scheduled: sum((step) => step.scheduled),
    good: sum((step) => step.good),
    latencies: steps.flatMap((step) => step.latencies),
    valid: true,
  };
}
