import { expect, test } from 'vitest';
import { clearIn, compare, type ComparedRow, pickedIn } from '../api/compare/compare.ts';
import { comparisonTable } from '../api/compare/tables.ts';
import type { GradedReport, Report } from '../api/grading/report.ts';
import { failedReport, fullReport } from './support/report.ts';

const row = (id: string, candidateName: string, report: Report | null = fullReport()): ComparedRow => ({
  submissionId: id,
  candidateName,
  submittedAt: new Date(Date.UTC(2026, 0, 1)),
  slug: 'payments',
  title: 'Payments',
  report,
});
const elsewhere = (changes: Partial<GradedReport['environment']>): GradedReport => {
  const report = fullReport();
  return { ...report, environment: { ...report.environment, ...changes } };
};
const scored = (value: number, low: number, high: number): GradedReport => ({
  ...fullReport(),
  score: { value, low, high },
});
const reasonsFor = (report: Report | null) => {
  const rows = [row('a', 'Ada'), row('b', 'Bea'), row('x', 'Xia', report)];
  const { candidates, leftOut } = compare(['x', 'a', 'b'], rows);
  expect(candidates.map(({ candidateName }) => candidateName)).toEqual(['Ada', 'Bea']);
  expect(leftOut.map(({ candidateName }) => candidateName)).toEqual(['Xia']);
  return leftOut[0]!.reasons.map(({ what }) => what);
};

test('everybody who was measured alike is there by name, whatever their score, with every number', () => {
  const rows = [row('c', 'Cid', scored(90, 85, 95)), row('b', 'Bea', scored(40, 35, 45)), row('a', 'Ada')];
  const { candidates, measures, leftOut, basis } = compare(['c', 'a', 'b'], rows);
  expect(candidates.map(({ candidateName }) => candidateName)).toEqual(['Ada', 'Bea', 'Cid']);
  expect(leftOut).toEqual([]);
  expect(basis).toMatchObject({ language: 'node', machine: 'A CPU (2 cores)', goal: { rps: 100 } });
  expect(measures.map(({ name }) => name)).toEqual([
    'Score',
    'Correctness',
    'Performance',
    'Resilience',
    'Data integrity & security',
    'Traffic',
  ]);
  expect(measures[0]!.values).toEqual([
    { submissionId: 'a', value: 74.2, low: 69.1, high: 78.8 },
    { submissionId: 'b', value: 40, low: 35, high: 45 },
    { submissionId: 'c', value: 90, low: 85, high: 95 },
  ]);
  expect(measures.at(-1)!.values[0]).toEqual({ submissionId: 'a', value: 310, low: 290, high: 330 });
});

test('two differ clearly when their ranges do not even touch', () => {
  const value = (submissionId: string, low: number, high: number) => {
    return { submissionId, value: (low + high) / 2, low, high };
  };
  expect(clearIn([value('a', 10, 20), value('b', 20, 30), value('c', 31, 40)])).toEqual([
    { above: 'c', below: ['a', 'b'] },
  ]);
  expect(clearIn([value('a', 75, 75), value('b', 75, 75)])).toEqual([]);
  expect(clearIn([value('a', 75, 75), value('b', 80, 80)])).toEqual([{ above: 'b', below: ['a'] }]);
});

test('who held all that was offered is clearly below nobody, and has no upper end in the table to take along', () => {
  const atLeast = { ...fullReport(), knee: { rps: 200, low: 180, high: 220, atLeast: true } };
  const rows = [row('a', 'Ada'), row('b', 'Bea', atLeast)];
  const comparison = compare(['a', 'b'], rows);
  const traffic = comparison.measures.at(-1)!;
  expect(traffic.clear).toEqual([]);
  expect(traffic.values[1]).toEqual({ submissionId: 'b', value: 200, low: 180, high: 330, atLeast: true });
  const [head, , bea] = comparisonTable(comparison);
  expect(bea![head!.indexOf('Requests a second held, high')]).toBeNull();
});

test.each<[what: string, report: Report | null]>([
  ['not-graded', null],
  ['did-not-run', failedReport('candidate_failure')],
  ['not-measured', failedReport('our_failure')],
  ['version', elsewhere({ challengeDigest: 'd2', suiteDigest: 's2' })],
  ['checks', elsewhere({ suiteDigest: 's2' })],
  ['scoring', elsewhere({ rescored: { at: '', challengeDigest: 'd2' } })],
  ['language', elsewhere({ runtime: 'python' })],
  ['machine', elsewhere({ host: { cpuModel: 'A CPU', cores: 4, memoryBytes: 1, kernel: '6.1' } })],
  ['plan', elsewhere({ plan: 'short' })],
])('who is not comparable stays apart, and it says why: %s', (what, report) => {
  expect(reasonsFor(report)).toEqual([what]);
});

test('every reason is told, with what it is here and there', () => {
  const report = elsewhere({ runtime: 'python', challengeDigest: 'd2' });
  const { leftOut } = compare(['a', 'x'], [row('a', 'Ada'), row('x', 'Xia', report)]);
  expect(leftOut[0]!.reasons).toEqual([
    { what: 'version', own: '', others: '' },
    { what: 'language', own: 'python', others: 'node' },
  ]);
});

test('of groups as large as each other the one picked first is compared', () => {
  const rows = [row('a', 'Ada'), row('x', 'Xia', elsewhere({ runtime: 'python' }))];
  expect(compare(['x', 'a'], rows).basis?.language).toBe('python');
  expect(compare(['a', 'x'], rows).basis?.language).toBe('node');
});

test('a rescored grading stands beside one that the same version graded', () => {
  const rows = [row('a', 'Ada'), row('b', 'Bea', elsewhere({ rescored: { at: '', challengeDigest: 'd1' } }))];
  expect(compare(['a', 'b'], rows).candidates).toHaveLength(2);
});

test('what was not measured has no value, and is no zero', () => {
  const report = fullReport();
  const without = {
    ...report,
    dimensions: report.dimensions.filter(({ name }) => name !== 'Resilience'),
  };
  const { measures } = compare(['a', 'b'], [row('a', 'Ada', without), row('b', 'Bea')]);
  const resilience = measures.find(({ name }) => name === 'Resilience')!;
  expect(resilience.values.map(({ submissionId }) => submissionId)).toEqual(['b']);
});

test('a submission that is not there is told as such, and nothing else fails', () => {
  const { candidates, leftOut } = compare(['a', 'gone'], [row('a', 'Ada')]);
  expect(candidates).toHaveLength(1);
  expect(leftOut).toEqual([
    { submissionId: 'gone', candidateName: null, reasons: [{ what: 'unknown', own: '', others: '' }] },
  ]);
});

test('what is picked comes once, and at most eight', () => {
  expect(pickedIn('a,b,,a')).toEqual(['a', 'b']);
  expect(pickedIn('')).toEqual([]);
  expect(() => pickedIn('1,2,3,4,5,6,7,8,9')).toThrow('At most 8');
});

test('the table to take along has the same numbers, and says who is not in it', () => {
  const rows = [row('a', 'Ada'), row('x', 'Xia', elsewhere({ runtime: 'python' }))];
  const [head, ada, xia] = comparisonTable(compare(['a', 'x'], rows));
  const cell = (name: string) => ada![head!.indexOf(name)];
  expect(head).toHaveLength(ada!.length);
  expect([cell('Candidate'), cell('Score'), cell('Score, low'), cell('Score, high')]).toEqual([
    'Ada',
    74.2,
    69.1,
    78.8,
  ]);
  expect([cell('Requests a second held'), cell('Requests a second asked for')]).toEqual([310, 100]);
  expect(xia).toEqual(['Xia', null, 'another language']);
});
