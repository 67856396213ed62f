// Bands, and what caps them.
import { type DimensionName, dimensionNames } from './dimensions.ts';
import type { Band, CheckFact, GradedReport, InvariantFact } from './report.ts';

/** From the lowest. */
export const bandOrder: readonly Band[] = ['below', 'meets', 'solid', 'strong'];

/** Points from which a score or a dimension is in a band. */
export const thresholds: readonly (readonly [Band, number])[] = [
  ['strong', 92],
  ['solid', 70],
  ['meets', 50],
];

/** Below these points of one dimension no other makes up for it. */
const minimum: Partial<Record<DimensionName, { points: number; band: Band }>> = {
  Correctness: { points: 60, band: 'below' },
  Performance: { points: 25, band: 'meets' },
  Resilience: { points: 25, band: 'meets' },
  'Data integrity & security': { points: 50, band: 'meets' },
};
/** Wrong answers under load, of all answers, from which the service cannot be trusted. */
const mostWrong = 0.01;

/** What was held, beside what the brief asks for. */
export type Held = Pick<GradedReport, 'knee' | 'referenceKnee'> & { goal: { rps: number } };

export interface Facts extends Held {
  score: number;
  dimensions: Partial<Record<DimensionName, { value: number }>>;
  invariants: readonly Pick<InvariantFact, 'title' | 'violations'>[];
  checks: readonly CheckFact[];
  /** Share of the answers under load that were wrong, 0 to 1. */
  wrongUnderLoad: number;
}

interface Cap {
  band: Band;
  reason: string;
}

export function bandOf(points: number): Band {
  return thresholds.find(([, least]) => points >= least)?.[0] ?? 'below';
}

/** @returns the band, and everything that keeps it lower than the score says, what weighs most first; null if nothing does */
export function decideBand(facts: Facts): { band: Band; capped: string | null } {
  const earned = bandOf(facts.score);
  const binding = caps(facts)
    .filter(({ band }) => bandOrder.indexOf(band) < bandOrder.indexOf(earned))
    .toSorted((a, b) => bandOrder.indexOf(a.band) - bandOrder.indexOf(b.band));
  const [lowest] = binding;
  if (!lowest) return { band: earned, capped: null };
  return { band: lowest.band, capped: binding.map(({ reason }) => reason).join('. ') };
}

/**
 * Only where the reference holds the rate: on a machine too weak for it, missing it says nothing about a service.
 * @returns whether a service surely holds less than the brief asks for
 */
export function holdsTooLittle({ knee, referenceKnee, goal }: Held): boolean {
  return !knee.atLeast && knee.high < goal.rps && referenceKnee.low >= goal.rps;
}

/** @returns every band from one to the other, the lower first */
export function bandsBetween(one: Band, other: Band): Band[] {
  const [from, to] = [bandOrder.indexOf(one), bandOrder.indexOf(other)].toSorted((a, b) => a - b);
  return bandOrder.slice(from, (to ?? 0) + 1);
}

function caps(facts: Facts): Cap[] {
  const { dimensions, checks, invariants, wrongUnderLoad, goal } = facts;
  const found: Cap[] = [];
  const mustFix = [
    ...checks.filter((check) => check.mustFix && !check.passed).map(({ name }) => name),
    ...invariants.filter(({ violations }) => violations > 0).map(({ title }) => title),
  ];
  if (wrongUnderLoad > mostWrong)
    found.push({ band: 'below', reason: `${percent(wrongUnderLoad)} of the answers under load were wrong` });
  if (mustFix.length > 0) found.push({ band: 'meets', reason: `Must be fixed: ${mustFix.join('; ')}` });
  if (holdsTooLittle(facts))
    found.push({ band: 'meets', reason: `It holds less than the ${goal.rps} requests a second asked for` });
  for (const name of dimensionNames) {
    const least = minimum[name];
    if (least && (dimensions[name]?.value ?? 100) < least.points)
      found.push({ band: least.band, reason: `${name} is below ${least.points} of 100` });
  }
  return found;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
