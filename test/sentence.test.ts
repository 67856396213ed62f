import { describe, expect, test } from 'vitest';
import { failedReport, gradedReport } from './support/report.ts';
import type { CheckFact } from '../api/grading/report.ts';
import { changesBetween, factsOf, sentenceOf } from '../api/scorecard/scorecard.ts';

const check = (passed: boolean, mustFix = false): CheckFact => ({
  name: 'a check',
  category: 'rules',
  passed,
  mustFix,
  message: '',
});

const files = (content: Record<string, string>) =>
  new Map(Object.entries(content).map(([path, text]) => [path, Buffer.from(text)]));

describe('the sentence', () => {
  test.each([
    [gradedReport(), 'Yes: holds 310 requests/s, 3.1x what the brief asks; all 2 checks pass.'],
    [
      gradedReport({
        band: 'meets',
        knee: { rps: 100.4, low: 90, high: 110 },
        checks: [check(true), check(false)],
      }),
      'Yes, with little to spare: holds 100 requests/s, 1x what the brief asks; 1 of 2 checks fails.',
    ],
    [
      gradedReport({
        band: 'below',
        capped: 'a check that must be fixed fails',
        checks: [check(false, true), check(false), check(true)],
      }),
      'No: holds 310 requests/s, 3.1x what the brief asks; 2 of 3 checks fail. A check that must be fixed fails.',
    ],
    [
      gradedReport({ band: 'below', knee: { rps: 0, low: 0, high: 0 } }),
      'No: meets the goal at no load we tried; all 2 checks pass.',
    ],
    [failedReport('candidate_failure'), 'The service did not start: exit code 1.'],
    [
      failedReport('candidate_failure', { stage: 'build', reason: 'a type error.' }),
      'The service did not build: a type error.',
    ],
    [
      failedReport('candidate_failure', { stage: 'load', reason: 'it ran out of memory' }),
      'The service failed while it was measured: it ran out of memory.',
    ],
    [
      failedReport('our_failure', { reason: 'Docker went away' }),
      'We could not measure this: Docker went away. It is our failure and says nothing about the candidate.',
    ],
  ])('%#', (report, sentence) => {
    expect(sentenceOf(report)).toBe(sentence);
  });
});

describe('the facts', () => {
  test('put each number beside its yardstick', () => {
    expect(factsOf(gradedReport())).toEqual([
      { headline: 'Holds 310 requests/s', yardstick: 'The brief asks for 100; likely between 290 and 330' },
      { headline: '2 of 2 checks pass', yardstick: 'Nothing that must be fixed failed' },
      {
        headline: '95 % of answers within 45 ms at 120 requests/s',
        yardstick: 'The goal is 200 ms at 100 requests/s',
      },
      {
        headline: "0.9x the reference's throughput, side by side",
        yardstick: 'The reference holds 340 requests/s',
      },
    ]);
  });

  test('say when answers never came, and are none when nothing was measured', () => {
    const [step] = gradedReport().load.slice(-1);
    const slow = gradedReport({ load: [step!], referenceLoad: [] });
    expect(factsOf(slow)[2]!.headline).toBe('More than 5 % of answers never came at 400 requests/s');
    expect(factsOf(failedReport('our_failure'))).toEqual([]);
  });
});

test('the changes are the files that differ, added and deleted ones too', () => {
  expect(changesBetween(files({ a: '1', b: '2', c: '3' }), files({ a: '1', b: 'two', d: '' }))).toEqual([
    { path: 'b', before: '2', after: 'two' },
    { path: 'c', before: '3', after: null },
    { path: 'd', before: null, after: '' },
  ]);
});
