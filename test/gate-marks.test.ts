import { expect, test } from 'vitest';
import { grading, soundGradings } from './support/author.ts';
import { gradedReport } from './support/report.ts';
import { marksOf } from '../api/grading/gate/marks.ts';

const measured = (value: number) => ({ value, low: value, high: value });

function withThroughput(reference: string, value: number) {
  const { ratios } = gradedReport();
  const { report } = grading(reference, { band: 'meets', score: 50, performance: 50 });
  return { reference, report: { ...report, ratios: { ...ratios, throughput: measured(value) } } };
}

test('marks are the geometric means of what the naive and the strong reference reached', () => {
  const gradings = [
    withThroughput('naive', 0.1),
    withThroughput('strong', 2),
    withThroughput('good', 1),
    withThroughput('naive', 0.4),
  ];
  expect(marksOf(gradings)?.throughput).toEqual({ naive: 0.2, strong: 2 });
  expect(Object.keys(marksOf(gradings) ?? {})).toEqual(Object.keys(gradedReport().ratios));
});

test('without both there are none', () => {
  expect(marksOf(soundGradings.filter(({ reference }) => reference !== 'strong'))).toBeUndefined();
});
