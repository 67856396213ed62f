import { expect, test } from 'vitest';
import type { LoadStep } from '../../api/grading/report.ts';
import { apart, frame, loadChart, timeAt } from './load-chart.ts';

const step = (rps: number, p95Ms: number | null, errorRate = 0): LoadStep => ({
  rps,
  p50Ms: p95Ms === null ? null : p95Ms / 2,
  p95Ms,
  errorRate,
  good: rps * (1 - errorRate),
  meetsGoal: p95Ms !== null && p95Ms <= 200,
});
const goal = { percentile: 95 as const, ms: 200, errorRate: 0.01, rps: 120 };
const candidate = [step(100, 20), step(200, 50), step(400, 800), step(500, null, 0.4)];
const report = {
  goal,
  knee: { rps: 300, low: 280, high: 310 },
  referenceKnee: { rps: 400, low: 380, high: 420 },
  load: candidate,
  referenceLoad: [step(100, 18), step(500, 60)],
};

test('the ring sits on the line, at the load of the knee', () => {
  const { knee, candidate: curve, goalY } = loadChart(report);
  // Halfway between 50 and 800 ms on a log scale is 200 ms: the goal.
  expect(knee?.y).toBeCloseTo(goalY);
  const [left, right] = [curve.dots[1], curve.dots[2]];
  expect(knee?.x).toBeCloseTo(((left?.x ?? 0) + (right?.x ?? 0)) / 2);
});

test('a service that misses the goal everywhere has no ring', () => {
  expect(loadChart({ ...report, knee: { rps: 0, low: 0, high: 0 } }).knee).toBeUndefined();
});

test('beside a load that was never answered the ring stays on the goal line', () => {
  const steps = [step(100, 20), step(200, null, 1)];
  const shape = loadChart({
    ...report,
    load: steps,
    referenceLoad: [],
    knee: { rps: 150, low: 1, high: 2 },
  });
  expect(shape.knee?.y).toBeCloseTo(shape.goalY);
});

test('an endless wait is drawn at the top edge and marked', () => {
  expect(loadChart(report).candidate.dots.at(-1)).toMatchObject({ y: frame.top, answered: false });
});

test('slower is higher, more load is further right, and all of it is inside the frame', () => {
  const { candidate: curve, reference, briefX, errors } = loadChart(report);
  const [a, b] = curve.dots;
  expect(a && b && a.y > b.y && a.x < b.x).toBe(true);
  for (const dot of [...curve.dots, ...reference.dots, { x: briefX, y: 100 }]) {
    expect(dot.x).toBeGreaterThanOrEqual(frame.left);
    expect(dot.x).toBeLessThanOrEqual(frame.right);
    expect(dot.y).toBeGreaterThanOrEqual(frame.top);
    expect(dot.y).toBeLessThanOrEqual(frame.bottom);
  }
  expect(errors.map((bar) => Math.round(frame.stripBottom - bar.top))).toEqual([0, 0, 0, 16]);
});

test('known solutions are marked as far as the chart reaches, and the range of the knee ends with it', () => {
  const shape = loadChart({
    ...report,
    kneeMarks: { naive: 0.1, strong: 5 },
    knee: { rps: 300, low: 150, high: 900 },
  });
  expect(shape.marks.map(({ name }) => name)).toEqual(['naive']);
  expect(shape.marks[0]!.x).toBeCloseTo(frame.left + (40 / 500) * (frame.right - frame.left));
  expect(shape.knee!.from).toBeLessThan(shape.knee!.x);
  expect(shape.knee!.to).toBe(frame.right);
});

test('time ticks are round and lie within the axis', () => {
  const ticks = loadChart(report).yTicks.map((tick) => tick.ms);
  expect(ticks).toEqual([30, 100, 300, 1000]);
});

test('between two steps the time follows the line', () => {
  expect(timeAt(candidate, 100)).toBe(20);
  expect(timeAt(candidate, 300)).toBeCloseTo(200);
  expect(timeAt(candidate, 450)).toBeUndefined();
  expect(timeAt([step(100, 20)], 300)).toBe(20);
});

test('labels that would overlap move apart', () => {
  expect(apart(100, 104, 16)).toEqual([94, 110]);
  expect(apart(104, 100, 16)).toEqual([110, 94]);
  expect(apart(100, 130, 16)).toEqual([100, 130]);
});
