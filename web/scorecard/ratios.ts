import { scaleLog } from 'd3-scale';
import type { Measured } from '../../api/grading/report.ts';

/** Whether a ratio is clearly above or below the reference; a range that holds 1 is a tie. */
export function verdictOf({ low, high }: Measured): 'better' | 'worse' | 'tie' {
  if (low > 1) return 'better';
  return high < 1 ? 'worse' : 'tie';
}

const part = scaleLog().domain([0.25, 4]).range([0, 100]).clamp(true);

/** Where a ratio lies on a bar from a quarter to four times the reference, in percent; 1x is in the middle. */
export const placeOf = (ratio: number) => (ratio <= 0 ? 0 : part(ratio));

/** How sure a score is, by the half-width of its likely range on the scale of 100. */
export function confidenceOf({ low, high }: Measured): 'high' | 'medium' | 'low' {
  const half = (high - low) / 2;
  if (half <= 5) return 'high';
  return half <= 12 ? 'medium' : 'low';
}
