// Where everything in the load chart goes: numbers in, points out, nothing drawn.
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { GradedReport, LoadStep } from '../../api/grading/report.ts';

export const frame = {
  width: 760,
  left: 66,
  right: 610,
  top: 20,
  bottom: 286,
  stripTop: 326,
  stripBottom: 366,
};

interface Point {
  x: number;
  y: number;
}

interface Curve {
  path: string;
  dots: (Point & { rps: number; answered: boolean })[];
  end: Point | undefined;
}

export interface LoadChartShape {
  xTicks: { at: number; rps: number }[];
  yTicks: { at: number; ms: number }[];
  goalY: number;
  briefX: number;
  candidate: Curve;
  reference: Curve;
  /** With the range it likely lies in, cut where the chart ends. Undefined when the service met the goal at no load. */
  knee: (Point & { from: number; to: number }) | undefined;
  /** What known solutions hold, where the chart reaches that far. */
  marks: { x: number; name: 'naive' | 'strong' }[];
  errors: { x: number; top: number; rate: number }[];
}

const byLoad = (steps: LoadStep[]) => steps.toSorted((a, b) => a.rps - b.rps);

/** The geometry of the chart of one graded report. */
export function loadChart(
  report: Pick<GradedReport, 'load' | 'referenceLoad' | 'goal' | 'knee' | 'referenceKnee' | 'kneeMarks'>,
): LoadChartShape {
  const candidate = byLoad(report.load);
  const reference = byLoad(report.referenceLoad);
  const steps = [...candidate, ...reference];
  const x = scaleLinear()
    .domain([0, Math.max(report.goal.rps * 1.15, report.knee.rps, ...steps.map((step) => step.rps))])
    .range([frame.left, frame.right]);
  const y = scaleLog().domain(timeDomain(steps, report.goal.ms)).range([frame.bottom, frame.top]).clamp(true);
  const curve = (of: LoadStep[]) => curveOf(of, x, y);
  const kneeMs = timeAt(candidate, report.knee.rps) ?? report.goal.ms;
  return {
    xTicks: x.ticks(6).map((rps) => ({ at: x(rps), rps })),
    yTicks: timeTicks(y.domain() as [number, number]).map((ms) => ({ at: y(ms), ms })),
    goalY: y(report.goal.ms),
    briefX: x(report.goal.rps),
    candidate: curve(candidate),
    reference: curve(reference),
    knee: report.knee.rps > 0 ? { ...kneeRange(report.knee, x), y: y(kneeMs) } : undefined,
    marks: solutionMarks(report, x).filter((mark) => mark.x <= frame.right),
    errors: candidate.map(({ rps, errorRate }) => ({
      x: x(rps),
      top: frame.stripBottom - errorRate * (frame.stripBottom - frame.stripTop),
      rate: errorRate,
    })),
  };
}

function solutionMarks(
  { kneeMarks, referenceKnee }: Pick<GradedReport, 'kneeMarks' | 'referenceKnee'>,
  x: (rps: number) => number,
): LoadChartShape['marks'] {
  if (!kneeMarks) return [];
  const names = ['naive', 'strong'] as const;
  return names.map((name) => ({ name, x: x(kneeMarks[name] * referenceKnee.rps) }));
}

function kneeRange({ rps, low, high }: GradedReport['knee'], x: (rps: number) => number) {
  return { x: x(rps), from: Math.max(frame.left, x(low)), to: Math.min(frame.right, x(high)) };
}

/** The range of the time axis: around all measured times and the goal, with room for what never answered. */
function timeDomain(steps: LoadStep[], goalMs: number): [number, number] {
  const times = steps.flatMap(({ p95Ms }) => (p95Ms === null || p95Ms <= 0 ? [] : [p95Ms]));
  return [Math.min(goalMs / 3, ...times) / 1.5, Math.max(goalMs * 4, ...times) * 1.4];
}

/** 1, 3, 10, 30 … within the domain. */
function timeTicks([low, high]: [number, number]): number[] {
  const decades = [-1, 0, 1, 2, 3, 4, 5];
  return decades.flatMap((power) => [10 ** power, 3 * 10 ** power]).filter((ms) => ms >= low && ms <= high);
}

function curveOf(steps: LoadStep[], x: (rps: number) => number, y: (ms: number) => number): Curve {
  // A step at which answers never came is infinitely slow: it is drawn at the top edge.
  const dots = steps.map(({ rps, p95Ms }) => ({
    rps,
    answered: p95Ms !== null,
    x: x(rps),
    y: p95Ms === null ? frame.top : y(p95Ms),
  }));
  const path = line<Point>(
    (dot) => dot.x,
    (dot) => dot.y,
  )(dots);
  return { path: path ?? '', dots, end: dots.at(-1) };
}

/** The slow-answer time at a load between two steps, read off the line of the chart; undefined beside an endless one. */
export function timeAt(steps: LoadStep[], rps: number): number | undefined {
  const after = steps.findIndex((step) => step.rps >= rps);
  const right = after === -1 ? steps.at(-1) : steps[after];
  const left = after > 0 ? steps[after - 1] : right;
  if (!left || !right || left.p95Ms === null || right.p95Ms === null) return undefined;
  if (left === right) return right.p95Ms;
  const part = (rps - left.rps) / (right.rps - left.rps);
  return Math.exp(Math.log(left.p95Ms) * (1 - part) + Math.log(right.p95Ms) * part);
}

/** Moves two labels apart when they would overlap, the higher one up and the lower one down. */
export function apart(a: number, b: number, gap: number): [number, number] {
  const missing = gap - Math.abs(a - b);
  if (missing <= 0) return [a, b];
  return a <= b ? [a - missing / 2, b + missing / 2] : [a + missing / 2, b - missing / 2];
}
