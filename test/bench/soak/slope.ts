export interface Point {
  /** Hours. */
  x: number;
  /** Megabytes. */
  y: number;
}

/** The 97.5 % point of the normal distribution. */
const z = 1.96;

/**
 * The straight line through points, by least squares.
 * @returns its rise for one of x, and the interval that holds the true one in 95 of 100 cases, were the points independent
 */
export function slopeOf(points: readonly Point[]): { slope: number; low: number; high: number } {
  const count = points.length;
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / count;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const rest = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const error = Math.sqrt(rest / Math.max(1, count - 2) / spread);
  return { slope, low: slope - z * error, high: slope + z * error };
}
