// Bands, and what caps them.
import { type DimensionName, dimensionNames } from './dimensions.ts';
import type { Band, CheckFact, InvariantFact } from './report.ts';

const order: readonly Band[] = ['below', 'meets', 'solid', 'strong'];

/** Points from which a score or a dimension is in a band. */
export const thresholds: readonly (readonly [Band, number])[] = [
  ['strong', 92],
  ['solid', 70],
  ['meets', 50],
];

/** Below these points of one dimension no other makes up for it. */
const minimum: Record<DimensionName, { points: number; band: Band }> = {
  Correctness: { points: 60, band: 'below' },
  Performance: { points: 25, band: 'meets' },
  Resilience: { points: 25, band: 'meets' },
  'Data integrity & security': { points: 50, band: 'meets' },
};
/** Wrong answers under load, of all answers, from which the service cannot be trusted. */
const mostWrong = 0.01;

export interface Facts {
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

/** @returns the band, and why it is lower than the score says, if it is */
export function decideBand(facts: Facts): { band: Band; capped: string | null } {
  const earned = bandOf(facts.score);
  const [lowest] = caps(facts).toSorted((a, b) => order.indexOf(a.band) - order.indexOf(b.band));
  if (!lowest || order.indexOf(lowest.band) >= order.indexOf(earned)) return { band: earned, capped: null };
  return { band: lowest.band, capped: lowest.reason };
}

function caps({ dimensions, checks, invariants, wrongUnderLoad }: Facts): Cap[] {
  const found: Cap[] = [];
  const mustFix = [
    ...checks.filter((check) => check.mustFix && !check.passed).map(({ name }) => name),
    ...invariants.filter(({ violations }) => violations > 0).map(({ title }) => title),
  ];
  if (wrongUnderLoad > mostWrong)
    found.push({ band: 'below', reason: `${percent(wrongUnderLoad)} of the answers under load were wrong` });
  if (mustFix.length > 0) found.push({ band: 'meets', reason: `Must be fixed: ${mustFix.join('; ')}` });
  for (const name of dimensionNames) {
    const { points, band } = minimum[name];
    if ((dimensions[name]?.value ?? 100) < points)
      found.push({ band, reason: `${name} is below ${points} of 100` });
  }
  return found;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
