// What chance alone leaves open of a number that was counted, at 95 %.
import { percentile } from '../probe/percentile.ts';
import type { Range } from './report.ts';

const z = 1.96;

/** Of a share: Wilson's score interval (1927). @returns null when nothing was counted */
export function shareRange(hits: number, count: number): { low: number; high: number } | null {
  if (count === 0) return null;
  const share = hits / count;
  const middle = share + z ** 2 / (2 * count);
  const half = z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  const whole = 1 + z ** 2 / count;
  // Rounding must not leave the share itself outside.
  const [low, high] = [(middle - half) / whole, (middle + half) / whole];
  return { low: Math.max(0, Math.min(share, low)), high: Math.min(1, Math.max(share, high)) };
}

/**
 * Of a percentile: the values whose ranks the binomial distribution puts around it.
 * @param values of those that have one
 * @param count of all, those without a value included: they count as infinite
 * @returns null for an end that is infinite
 */
export function percentileRange(values: readonly number[], p: number, count: number): Range {
  const share = p / 100;
  const off = count === 0 ? 1 : z * Math.sqrt((share * (1 - share)) / count);
  const low = percentile(values, 100 * Math.max(0, share - off), count);
  // Above the highest of few values there may be any.
  const high = share + off > 1 ? Infinity : percentile(values, 100 * (share + off), count);
  return { low: finite(low), high: finite(high) };
}

/** Of a count of independent events, such as answers: as wide as Poisson's distribution. */
export function countRange(count: number): { low: number; high: number } {
  const half = z * Math.sqrt(count);
  return { low: Math.max(0, count - half), high: count + half };
}

/**
 * Of the median of the slopes between all pairs of points: Sen's interval (1968).
 * @param slopes in rising order
 * @param points how many the slopes are between
 */
export function slopeRange(slopes: readonly number[], points: number): { low: number; high: number } {
  const half = z * Math.sqrt((points * (points - 1) * (2 * points + 5)) / 18);
  const at = (rank: number) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank)))] ?? 0;
  return { low: at((slopes.length - half) / 2 - 1), high: at((slopes.length + half) / 2) };
}

/** JSON knows no infinity. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
