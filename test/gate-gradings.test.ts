import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sound } from './support/author.ts';
import { tree } from './support/challenge.ts';
import { failedReport, gradedReport } from './support/report.ts';
import type { Evidence } from '../api/grading/evidence.ts';
import { plans } from '../api/grading/plan.ts';
import type { Report } from '../api/grading/report.ts';
import { forget, gradeReferences, type Round } from '../api/cli/references.ts';
import type { Grade } from '../api/cli/running.ts';

let folder: string;
let round: Round;
let said: string[];
let graded: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'references-'));
  const own = (name: string) => ({ ...sound.references[name]!, trees: { node: tree({ 'a.js': name }) } });
  const challenge = { ...sound, references: { good: own('good'), naive: own('naive') } };
  round = { challenge, runtime: 'node', references: ['naive', 'good'], times: 2, plan: plans.short, folder };
  [said, graded] = [[], []];
});
afterEach(() => rm(folder, { recursive: true }));

const evidence = (seed: number): Evidence => {
  const second = { scheduled: 1, good: 1, failures: {}, latencies: [4], samples: 'packed', cpuMs: 1 };
  const paired = { candidate: [second], reference: [second], valid: [true] };
  const boot = { saturated: paired, steady: paired, candidateLadder: [], referenceLadder: [], exits: 0 };
  return { seed, plan: 'short', checks: [], boots: [boot], drills: [], invariants: [] };
};

/** Grades nothing: says in `graded` what it was asked for. */
function grading(report: (nth: number, seed: number) => Report = (_, seed) => gradedReport({ seed })) {
  const grade: Grade = ({ tree: files, seed }) => {
    graded.push(`${files.get('a.js')?.toString()} ${seed}`);
    return Promise.resolve({ report: report(graded.length, seed), evidence: evidence(seed) });
  };
  return gradeReferences(
    round,
    (work) => work(grade),
    (line) => said.push(line),
  );
}

test('references take turns, and each is told before it begins', async () => {
  const results = await grading();
  expect(graded).toEqual(['naive 1', 'good 1', 'naive 2', 'good 2']);
  expect(said[0]).toBe('Grading 1 of 4: naive, seed 1');
  expect(results.map(({ reference, report }) => `${reference} ${report.seed}`)).toEqual(graded);
});

test('what was graded before an interruption is kept, without single requests, and the rest is done next time', async () => {
  const broken = grading((nth, seed) => {
    if (nth === 3) throw new Error('interrupted');
    return gradedReport({ seed });
  });
  await expect(broken).rejects.toThrow('interrupted');
  graded = [];
  const results = await grading();
  expect(graded).toEqual(['naive 2', 'good 2']);
  expect(said).toContain('2 of 4 gradings are kept');
  expect(results).toHaveLength(4);
  const { samples: _, ...second } = evidence(1).boots[0]!.saturated.candidate[0]!;
  expect(results[0]?.evidence.boots[0]?.saturated.candidate).toEqual([second]);
});

test('when everything is kept no sandbox is opened', async () => {
  const before = await grading();
  const after = await gradeReferences(
    round,
    () => Promise.reject(new Error('opened')),
    () => {},
  );
  expect(after.map(({ report }) => report)).toEqual(before.map(({ report }) => report));
});

test('bands and the brief may change without grading anew; the suite, the files and the plan may not', async () => {
  await grading();
  const { challenge } = round;
  const { good, naive } = challenge.references as Record<'good' | 'naive', (typeof sound.references)['good']>;
  const gradedWith = async (changes: Partial<Round>) => {
    const same = round;
    round = { ...round, ...changes };
    graded = [];
    await grading();
    round = same;
    return graded;
  };
  const renamed = {
    ...challenge,
    brief: 'Other words',
    references: { good: good, naive: { ...naive, bands: [] } },
  };
  expect(await gradedWith({ challenge: renamed })).toEqual([]);
  expect(await gradedWith({ challenge: { ...challenge, suiteDigest: 's2' } })).toHaveLength(4);
  expect(await gradedWith({ plan: plans.full })).toHaveLength(4);
  const other = { ...naive, trees: { node: tree({ 'a.js': 'other' }) } };
  const edited = { ...challenge, references: { good: good, naive: other } };
  expect(await gradedWith({ challenge: edited })).toEqual(['other 1', 'other 2']);
});

test('our own failure is tried once more, and never kept', async () => {
  round = { ...round, references: ['good'], times: 1 };
  const results = await grading(() => failedReport('our_failure', { reason: 'too busy' }));
  expect(graded).toEqual(['good 1', 'good 1']);
  expect(said).toContain('Could not be graded: too busy. Once more.');
  expect(results[0]?.report.outcome).toBe('our_failure');
  expect(await readdir(folder)).toEqual([]);
});

test('what is forgotten is graded anew', async () => {
  await grading();
  await forget({ ...round, references: ['good'] });
  graded = [];
  await grading();
  expect(graded).toEqual(['good 1', 'good 2']);
});
