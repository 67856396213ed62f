// The score: a pure function of what was observed and of the challenge. The same evidence gives the same score.
import type { Calibration, Challenge } from '../challenge/challenge.ts';
import { bandOf, decideBand } from './band.ts';
import { type Boot, type Evidence, type Second, type Step } from './evidence.ts';
import { type Estimate, estimate, interval } from './interval.ts';
import { errorRate, kneeOf, meetsGoal, offeredPercentile } from './knee.ts';
import type { CheckLine, InvariantLine } from '../../sandboxes/probe/observation.ts';
import { type DimensionName, dimensionNames, dimensionsOf, total } from './dimensions.ts';
import { factOf as drillFact } from './drills/fact.ts';
import { performance } from './points.ts';
import { cpuPerGood, good, groups, logRatios, type Metric, metrics } from './ratio.ts';
import type { CheckFact, GradedReport, InvariantFact, LoadStep, Measured } from './report.ts';

export type Score = Omit<GradedReport, 'outcome' | 'seed' | 'snapshot' | 'environment'>;

/**
 * How far boots of the same code lie apart, as standard deviations of logarithms, measured on a shared two-core machine; of
 * the knee, from the reference graded against itself (.95, 1.21 and 1.23 over two boots each).
 */
const bootSd: Record<Metric, number> = {
  throughput: 0.035,
  cpuSaturated: 0.035,
  cpuSteady: 0.035,
  latencyP50: 0.06,
  latencyP95: 0.08,
  knee: 0.2,
};

/** What a score depends on besides what was observed. */
export interface Scored extends Pick<Challenge, 'goal' | 'categories'> {
  /** The anchors of the service's runtime; general ones when undefined. */
  calibration: Calibration | undefined;
}

export function scoreOf(evidence: Evidence, challenge: Scored): Score {
  const { goal, categories, calibration } = challenge;
  const checks = evidence.checks.map((check) => factOf(check, challenge));
  const drills = evidence.drills.map(drillFact);
  const storms = [evidence.invariants, ...evidence.drills.map(({ storm }) => storm?.invariants ?? [])];
  const invariants = storms.flat().map(invariantFact);
  const others = dimensionsOf({ checks, categories, drills, invariants });
  const ratios = estimateRatios(evidence, challenge);
  const performanceOf = (logs: Record<Metric, number>) => performance(logs, calibration);
  const dimensions = { ...others, Performance: mapped(ratios, performanceOf) };
  const score = scoreRange(others, ratios, performanceOf);
  const wrongUnderLoad = wrongShare(evidence.boots);
  const candidateLadders = evidence.boots.map((boot) => boot.candidateLadder);
  const referenceLadders = evidence.boots.map((boot) => boot.referenceLadder);
  return {
    ...decideBand({ score: score.value, dimensions, checks, invariants, wrongUnderLoad }),
    score,
    dimensions: dimensionNames.flatMap((name) => {
      const points = dimensions[name];
      return points ? [{ name, ...points, band: bandOf(points.value) }] : [];
    }),
    goal: { percentile: 95, ...goal },
    knee: kneeRange(candidateLadders, goal),
    referenceKnee: kneeRange(referenceLadders, goal),
    ratios: Object.fromEntries(
      metrics.map((metric) => [metric, mapped(ratios, (logs) => Math.exp(logs[metric]))]),
    ) as GradedReport['ratios'],
    checks,
    drills,
    invariants,
    load: curve(candidateLadders, goal),
    referenceLoad: curve(referenceLadders, goal),
    facts: factsOf(evidence),
    categories: meanings(categories),
    ...(calibration && { kneeMarks: calibration.knee }),
  };
}

function meanings(categories: Scored['categories']): GradedReport['categories'] & object {
  return Object.fromEntries(
    Object.entries(categories).map(([name, { title, dimension }]) => [name, { title, dimension }]),
  );
}

/** The score follows the measured ratios round by round; what the other dimensions leave open widens it. */
function scoreRange(
  others: Partial<Record<DimensionName, Measured>>,
  ratios: Estimate<Metric>,
  performanceOf: (logs: Record<Metric, number>) => number,
): Measured {
  const at = (key: keyof Measured) => (logs: Record<Metric, number>) =>
    total({
      ...Object.fromEntries(Object.entries(others).map(([name, points]) => [name, points[key]])),
      Performance: performanceOf(logs),
    });
  return {
    ...mapped(ratios, at('value')),
    low: mapped(ratios, at('low')).low,
    high: mapped(ratios, at('high')).high,
  };
}

function invariantFact({ rule, title, checked, violations, examples }: InvariantLine): InvariantFact {
  return {
    rule,
    title,
    checked,
    violations,
    examples: examples.map(({ key, expected, seen }) => ({ key, expected, seen })),
  };
}

function factOf({ name, category, passed, message }: CheckLine, { categories }: Scored): CheckFact {
  return { name, category, passed, mustFix: categories[category]?.mustFix ?? false, message };
}

function estimateRatios({ boots, seed }: Evidence, { goal }: Scored): Estimate<Metric> {
  const each = boots.map((boot) => logRatios(boot, goal));
  const series = Object.fromEntries(metrics.map((metric) => [metric, each.map((logs) => logs[metric])]));
  return estimate(series as Record<Metric, number[][]>, bootSd, seed);
}

function mapped(ratios: Estimate<Metric>, of: (logs: Record<Metric, number>) => number): Measured {
  return interval(of(ratios.value), ratios.rounds.map(of));
}

/** Of the answers under load that came at all, how many were wrong. */
function wrongShare(boots: readonly Boot[]): number {
  const seconds = boots.flatMap((boot) => [...boot.saturated.candidate, ...boot.steady.candidate]);
  const wrong = seconds.reduce((sum, second) => sum + (second.failures['wrong'] ?? 0), 0);
  return wrong === 0 ? 0 : wrong / (wrong + good(seconds));
}

/** A service that met the goal at no rate holds none; how near it came is left to the ratio, and to the range. */
function kneeRange(ladders: readonly (readonly Step[])[], goal: Challenge['goal']): GradedReport['knee'] {
  const logs = ladders.map((steps) => Math.log(Math.max(0.01, kneeOf(steps, goal))));
  const middle = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const spread = (1.96 * bootSd.knee) / Math.sqrt(logs.length);
  const high = Math.exp(Math.max(middle + spread, ...logs));
  if (!ladders.flat().some((step) => step.valid && meetsGoal(step, goal))) return { rps: 0, low: 0, high };
  return { rps: Math.exp(middle), low: Math.exp(Math.min(middle - spread, ...logs)), high };
}

/** One point for each step of the ladder, over all boots: boots differ, and a curve that jumps between them misleads. */
function curve(ladders: readonly (readonly Step[])[], goal: Challenge['goal']): LoadStep[] {
  const longest = Math.max(0, ...ladders.map((steps) => steps.length));
  return Array.from({ length: longest }, (_, index) => ladders.flatMap((steps) => steps[index] ?? []))
    .map((same) => same.filter((step) => step.valid && step.scheduled > 0))
    .filter((same) => same.length > 0)
    .map(joined)
    .toSorted((a, b) => a.rps - b.rps)
    .map((step) => ({
      rps: step.rps,
      p50Ms: finite(offeredPercentile(step, 50)),
      p95Ms: finite(offeredPercentile(step, 95)),
      errorRate: errorRate(step),
      good: (1000 * step.good) / step.ms,
      meetsGoal: meetsGoal(step, goal),
    }));
}

function joined(
  steps: readonly Step[],
): Pick<Step, 'rps' | 'ms' | 'scheduled' | 'good' | 'latencies' | 'valid'> {
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

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function factsOf({ boots, seed }: Evidence): GradedReport['facts'] {
  const saturated = boots.map((boot) => groups(boot.saturated).map(([candidate]) => candidate));
  const rate = saturated.map((boot) => boot.map((seconds) => good(seconds) / Math.max(1, seconds.length)));
  const cpu = saturated.map((boot) => boot.map(cpuPerGood).filter(Number.isFinite));
  const drawn = estimate({ rate, cpu }, { rate: 0, cpu: 0 }, seed);
  return {
    goodPerSecond: interval(
      drawn.value.rate,
      drawn.rounds.map((round) => round.rate),
    ),
    cpuMsPerGoodRequest: interval(
      drawn.value.cpu,
      drawn.rounds.map((round) => round.cpu),
    ),
    failures: failuresOf(boots),
  };
}

/** Under the loads every service gets alike, by kind; the ladder is meant to break it and is left out. */
function failuresOf(boots: readonly Boot[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const seconds: Second[] = boots.flatMap((boot) => [...boot.saturated.candidate, ...boot.steady.candidate]);
  for (const { failures } of seconds)
    for (const [kind, count] of Object.entries(failures)) counts[kind] = (counts[kind] ?? 0) + count;
  const exits = boots.reduce((sum, boot) => sum + boot.exits, 0);
  return exits > 0 ? { ...counts, exits } : counts;
}
