// Bands, and what caps them.
import type { CheckFact, Band } from './report.ts';

const order: readonly Band[] = ['below', 'meets', 'solid', 'strong'];

/** Points from which a score or a dimension is in a band. */
const thresholds: readonly (readonly [Band, number])[] = [
  ['strong', 92],
  ['solid', 70],
  ['meets', 50],
];

/** Below this Correctness no speed helps. */
const leastCorrectness = 60;
/** Below this Performance the service is not one to be called solid, however correct. */
const leastPerformance = 25;
/** Wrong answers under load, of all answers, from which the service cannot be trusted. */
const mostWrong = 0.01;

export interface Facts {
  score: number;
  correctness: number;
  performance: number;
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

function caps({ correctness, performance, checks, wrongUnderLoad }: Facts): Cap[] {
  const found: Cap[] = [];
  const broken = checks.filter((check) => check.mustFix && !check.passed);
  if (wrongUnderLoad > mostWrong)
    found.push({ band: 'below', reason: `${percent(wrongUnderLoad)} of the answers under load were wrong` });
  if (correctness < leastCorrectness)
    found.push({ band: 'below', reason: `Correctness is below ${leastCorrectness} of 100` });
  if (broken.length > 0)
    found.push({ band: 'meets', reason: `Must be fixed: ${broken.map((check) => check.name).join('; ')}` });
  if (performance < leastPerformance)
    found.push({ band: 'meets', reason: `Performance is below ${leastPerformance} of 100` });
  return found;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
