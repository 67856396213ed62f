import { assert, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { LoadStep } from '../../api/grading/report.ts';
import { chartLabels } from './chart-labels.ts';
import { loadChart } from './load-chart.ts';

const texts = {
  candidate: 'This candidate',
  reference: 'Our own',
  holds: 'holds 24 a second',
  goal: 'goal: 95 % of answers within 200 ms',
  brief: 'brief: 120 a second',
  naive: 'a weak solution',
  strong: 'a strong one',
};
const step = (rps: number, p95Ms: number | null): LoadStep => ({
  rps,
  p50Ms: p95Ms,
  p95Ms,
  errorRate: 0,
  good: rps,
  meetsGoal: true,
});
const goal = { percentile: 95 as const, ms: 200, errorRate: 0.01, rps: 120 };

function labelsOf(load: LoadStep[], knee: number) {
  const shape = loadChart({
    goal,
    load,
    knee: { rps: knee, low: knee * 0.9, high: knee * 1.1 },
    referenceLoad: [step(25, 14), step(290, 70), step(460, 900)],
    referenceKnee: { rps: 340, low: 320, high: 360 },
    kneeMarks: { naive: 0.12, strong: 1.2 },
  });
  return Object.values(chartLabels(shape, texts));
}

function touching(labels: ReturnType<typeof labelsOf>): string[] {
  return labels.flatMap((one, place) =>
    labels
      .slice(place + 1)
      .filter(
        (other) =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      .map((other) => `${one.text} / ${other.text}`),
  );
}

test('a curve that ends at the goal, at the left, has its name beside the word for the goal', () => {
  const labels = labelsOf([step(5, 60), step(25, 210)], 24);
  expect(labels.map(({ text }) => text).toSorted()).toEqual(Object.values(texts).toSorted());
  expect(touching(labels)).toEqual([]);
});

test('wherever the curve ends and the knee is, the goal is not written over, nor the knee or the candidate', () => {
  const somewhere = record({
    rps: integer({ min: 20, max: 450 }),
    ms: integer({ min: 20, max: 3000 }),
  });
  assert(
    property(somewhere, integer({ min: 5, max: 440 }), ({ rps, ms }, knee) => {
      const labels = labelsOf([step(5, 15), step(rps, ms)], knee);
      const mine = labels.filter(({ text }) => [texts.candidate, texts.holds, texts.goal].includes(text));
      expect(touching(mine)).toEqual([]);
    }),
  );
});
