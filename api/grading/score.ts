// The score: a pure function of what was observed and of the challenge. The same evidence gives the same score.
import type { Calibration, Challenge } from '../challenge/challenge.ts';
import { bandOf, bandsBetween, decideBand } from './band.ts';
import { curve, kneeRange } from './curve.ts';
import type { Boot, Evidence, Step } from './evidence.ts';
import { type Estimate, estimate, interval } from './interval.ts';
import type { CheckLine } from '../../sandboxes/probe/observation.ts';
import { type DimensionName, dimensionNames, dimensionsOf, total } from './dimensions.ts';
import { factOf as drillFact } from './drills/fact.ts';
import { factsOf } from './facts.ts';
import { OurFailure } from './failure.ts';
import { factOf as maintainabilityFact } from './maintainability/maintainability.ts';
import { precisionOf } from './narrow.ts';
import { performance } from './points.ts';
import { good, logRatios, type Metric, metrics } from './ratio.ts';
import type { CheckFact, DrillFact, GradedReport, InvariantFact, Measured } from './report.ts';
import { invariantsOf, isProven } from './storms.ts';

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

/** @returns the score of a service in one of the challenge's runtimes. @throws as scoreOf */
export function scoreIn(challenge: Challenge, runtime: string, evidence: Evidence): Score {
  return scoreOf(evidence, { ...challenge, calibration: challenge.calibrations[runtime] });
}

/** @throws OurFailure inconclusive when a part that everybody is scored on could not be measured */
export function scoreOf(evidence: Evidence, challenge: Scored): Score {
  const { goal, categories, calibration } = challenge;
  const { boots } = evidence;
  const held = ladders(boots, goal);
  const checks = evidence.checks.map((check) => factOf(check, challenge));
  const drills = evidence.drills.map(drillFact);
  const invariants = invariantsOf(evidence);
  const maintainability = evidence.maintainability && maintainabilityFact(evidence.maintainability);
  const others = dimensionsOf({
    checks,
    categories,
    drills,
    invariants: invariants.filter(isProven),
    maintainability,
  });
  const ratios = estimateRatios(evidence, challenge);
  const performanceOf = (logs: Record<Metric, number>) => performance(logs, calibration);
  const dimensions = { ...others, Performance: mapped(ratios, performanceOf) };
  const score = scoreRange(others, ratios, performanceOf);
  const wrongUnderLoad = wrongShare(boots);
  const decide = (at: keyof Measured) =>
    decideBand({
      score: score[at],
      dimensions: valuesAt(dimensions, at),
      checks,
      invariants,
      wrongUnderLoad,
      ...held,
      goal,
    });
  return {
    ...decide('value'),
    couldBe: bandsBetween(decide('low').band, decide('high').band),
    score,
    precision: precisionOf(score, boots),
    unmeasured: unmeasured(drills, invariants),
    dimensions: dimensionNames.flatMap((name) => {
      const points = dimensions[name];
      return points ? [{ name, ...points, band: bandOf(points.value) }] : [];
    }),
    goal: { percentile: 95, ...goal },
    ...held,
    ratios: Object.fromEntries(
      metrics.map((metric) => [metric, mapped(ratios, (logs) => Math.exp(logs[metric]))]),
    ) as GradedReport['ratios'],
    checks,
    drills,
    invariants,
    ...(maintainability && { maintainability }),
    facts: factsOf(evidence),
    categories: meanings(categories),
    ...(calibration && { kneeMarks: calibration.knee }),
  };
}

function kneeOver(ladder: readonly Step[][], goal: Challenge['goal']): GradedReport['knee'] {
  const found = kneeRange(ladder, goal, bootSd.knee);
  if (found) return found;
  throw new OurFailure(
    'inconclusive',
    'The machine was too busy to find the load at which the goal is missed',
  );
}

type Points = Partial<Record<DimensionName, Measured>>;

function valuesAt(dimensions: Points, at: keyof Measured): Partial<Record<DimensionName, { value: number }>> {
  return Object.fromEntries(
    Object.entries(dimensions).map(([name, points]) => [name, { value: points[at] }]),
  );
}

function ladders(boots: readonly Boot[], goal: Challenge['goal']) {
  const [own, reference] = [
    boots.map((boot) => boot.candidateLadder),
    boots.map((boot) => boot.referenceLadder),
  ];
  return {
    knee: kneeOver(own, goal),
    referenceKnee: kneeOver(reference, goal),
    load: curve(own, goal),
    referenceLoad: curve(reference, goal),
  };
}

function meanings(categories: Scored['categories']): GradedReport['categories'] & object {
  return Object.fromEntries(
    Object.entries(categories).map(([name, { title, dimension }]) => [name, { title, dimension }]),
  );
}

/** The score follows the measured ratios round by round; what the other dimensions leave open widens it. */
function scoreRange(
  others: Points,
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

/** What is in the challenge and could not be seen this time: no point is lost by it. */
function unmeasured(drills: readonly DrillFact[], invariants: readonly InvariantFact[]): string[] {
  return [
    ...drills.filter(({ measured }) => !measured).map(({ what }) => `${what}: the machine was too busy`),
    ...invariants
      .filter((each) => !isProven(each))
      .map(({ title }) => `${title}: there was nothing to check`),
  ];
}

function factOf({ name, category, passed, message }: CheckLine, { categories }: Scored): CheckFact {
  return { name, category, passed, mustFix: categories[category]?.mustFix ?? false, message };
}

/** @throws OurFailure inconclusive when no boot has a ratio of both knees */
function estimateRatios({ boots, seed }: Evidence, { goal }: Scored): Estimate<Metric> {
  const each = logRatios(boots, goal);
  const series = Object.fromEntries(metrics.map((metric) => [metric, each.map((logs) => logs[metric])]));
  const missing = metrics.find((metric) => each.every((logs) => logs[metric].length === 0));
  if (missing) throw new OurFailure('inconclusive', `The machine was too busy to measure ${missing}`);
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
