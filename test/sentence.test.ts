import { describe, expect, test } from 'vitest';
import { failedReport, fullReport, gradedReport, invariantFact } from './support/report.ts';
import type { Band, CheckFact, GradedReport } from '../api/grading/report.ts';
import { changesBetween } from '../api/scorecard/scorecard.ts';
import { heldBackOf, holdsOf, sentenceOf } from '../api/scorecard/sentence.ts';

const check = (passed: boolean, mustFix = false): CheckFact => ({
  name: 'a check',
  category: 'rules',
  passed,
  mustFix,
  message: '',
});
const knee = (rps: number) => ({ rps, low: rps * 0.9, high: rps * 1.1 });
const capped = 'Must be fixed: a check';

const files = (content: Record<string, string>) =>
  new Map(Object.entries(content).map(([path, text]) => [path, Buffer.from(text)]));

describe('the sentence', () => {
  test.each([
    [gradedReport(), 'Yes: it holds 310 requests a second, 3.1 times what the brief asks.'],
    [
      gradedReport({ band: 'meets', knee: knee(100.4) }),
      'Yes, with little to spare: it holds 100 requests a second, just what the brief asks.',
    ],
    [
      gradedReport({ band: 'meets', capped, checks: [check(false, true), check(true)] }),
      'Not yet: it holds 310 requests a second, 3.1 times what the brief asks, but 1 fault must be fixed first.',
    ],
    [
      gradedReport({ band: 'meets', capped, knee: knee(40), checks: [check(false, true)] }),
      'Not yet: it holds only 40 requests a second of the 100 asked for, and 1 fault must be fixed first.',
    ],
    [
      gradedReport({ band: 'meets', knee: knee(40) }),
      'Not yet: it holds only 40 requests a second of the 100 asked for.',
    ],
    [
      gradedReport({ band: 'meets', knee: knee(99) }),
      'Yes, with little to spare: it holds only 99 requests a second of the 100 asked for.',
    ],
    [
      gradedReport({ band: 'solid', knee: knee(95) }),
      'Yes, with little to spare: it holds only 95 requests a second of the 100 asked for.',
    ],
    [
      gradedReport({ band: 'below', checks: [check(false, true), check(false), check(true)] }),
      'No: it holds 310 requests a second, 3.1 times what the brief asks, and 2 of 3 checks fail.',
    ],
    [
      gradedReport({ band: 'below', facts: { ...gradedReport().facts, failures: { wrong: 9 } } }),
      'No: it holds 310 requests a second, 3.1 times what the brief asks, and answers under load are wrong.',
    ],
    [
      gradedReport({ band: 'below', score: { value: 41.4, low: 40, high: 43 } }),
      'No: it holds 310 requests a second, 3.1 times what the brief asks, but scores only 41 of 100.',
    ],
    [
      gradedReport({ band: 'below', knee: knee(40) }),
      'No: it holds only 40 requests a second of the 100 asked for.',
    ],
    [
      gradedReport({ knee: { ...knee(2010), atLeast: true } }),
      'Yes: it holds at least 2,010 requests a second, 20 times what the brief asks.',
    ],
    [gradedReport({ band: 'below', knee: knee(0) }), 'No: it is too slow at every load we tried.'],
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

  test('has at most 25 words, whatever was measured, and its number is the one that the chart shows', () => {
    for (const report of variety()) {
      const sentence = sentenceOf(report);
      expect(sentence.split(' ').length, sentence).toBeLessThanOrEqual(25);
      const holds = holdsOf(report);
      expect(holds === null || sentence.includes(` ${holds} request`), sentence).toBe(true);
    }
  });
});

function variety(): GradedReport[] {
  const bands: Band[] = ['below', 'meets', 'solid', 'strong'];
  const checks = [[check(true)], Array.from({ length: 57 }, () => check(false, true))];
  return bands.flatMap((band) =>
    [0, 1, 4.64, 40, 99.9, 310.4, 12_345].flatMap((rps) =>
      checks.flatMap((each) =>
        [knee(rps), { ...knee(rps), atLeast: true }].map((held) =>
          gradedReport({ band, capped, knee: held, checks: each }),
        ),
      ),
    ),
  );
}

test('a band below what the score says comes with its reason', () => {
  expect(heldBackOf(gradedReport())).toBeNull();
  expect(heldBackOf(failedReport('our_failure'))).toBeNull();
  expect(heldBackOf(fullReport())).toBe(
    'The score alone says Solid; 3 faults that must be fixed limit it to Meets minimum.',
  );
  const one = { capped, checks: [], invariants: [invariantFact({ violations: 2 })] };
  expect(heldBackOf(gradedReport({ band: 'meets', ...one }))).toMatch(
    'one fault that must be fixed limits it',
  );
  expect(heldBackOf(gradedReport({ band: 'below', capped: 'Correctness is below 60 of 100' }))).toBe(
    'The score alone says Solid, but correctness is below 60 of 100.',
  );
});

test('the changes are the files that differ, added and deleted ones too', () => {
  expect(changesBetween(files({ a: '1', b: '2', c: '3' }), files({ a: '1', b: 'two', d: '' }))).toEqual([
    { path: 'b', before: '2', after: 'two' },
    { path: 'c', before: '3', after: null },
    { path: 'd', before: null, after: '' },
  ]);
});
