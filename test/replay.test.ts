import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { cameOutAgain, otherGrading, replayedSource, replayOf, replayText } from '../api/cli/replay.ts';
import { compare, isChanged, isWithin } from '../api/grading/compare.ts';
import { snapshotOf } from '../api/grading/grade.ts';
import { parcels, tree } from './support/challenge.ts';
import { evidenceOf, reportOf } from './support/evidence.ts';
import { failedReport, gradedReport } from './support/report.ts';

const before = reportOf(evidenceOf(1), parcels);
const starter = parcels.starters['node']!;
const found = { challenge: parcels, folder: resolve('challenges/parcels') };
const at = (value: number) => ({ value, low: value - 1, high: value + 1 });

test('the same result under the same conditions came out again', () => {
  const replay = replayOf(before, before);
  expect(replay).toMatchObject({ conditions: [], apart: [] });
  expect(cameOutAgain(replay)).toBe(true);
  expect(replayText(replay)).toMatch(/^Checks, files, images, engine and machine are the same\./);
  expect(replayText(replay)).toContain('It came out again');
});

test('numbers within the ranges are no difference, numbers clearly apart are one', () => {
  const near = replayOf({ ...before, score: at(80) }, { ...before, score: at(81.5) });
  expect(near.difference.score).toMatchObject({ from: at(80), to: at(81.5) });
  expect([near.apart, cameOutAgain(near)]).toEqual([[], true]);
  const far = replayOf({ ...before, score: at(80) }, { ...before, score: at(83) });
  expect([far.apart, cameOutAgain(far)]).toEqual([['Score'], false]);
  expect(replayText(far)).toMatch(/APART {3}Score 80\.00 \(79\.00 to 81\.00\) → 83\.00/);
});

test('raw figures follow the machine: they are shown, and decide nothing', () => {
  const { ratios } = before;
  const slower = replayOf(before, { ...before, knee: { rps: 1, low: 1, high: 2 } });
  expect(cameOutAgain(slower)).toBe(true);
  expect(replayText(slower)).toMatch(/shown {3}knee, requests\/s \d+\.\d\d .* → 1\.00/);
  const worse = replayOf(before, { ...before, ratios: { ...ratios, knee: at(-8) } });
  expect(worse.apart).toEqual(['knee']);
});

test('another band, another check, or no score at all is a difference', () => {
  const [first, ...rest] = before.checks;
  const broken = replayOf(before, { ...before, checks: [{ ...first!, passed: false }, ...rest] });
  expect(broken.difference.checks).toEqual([{ name: '[rules] finds a parcel', from: true, to: false }]);
  expect(replayText(broken)).toContain('check [rules] finds a parcel: passed → failed');
  const failed = replayOf(before, failedReport('our_failure'));
  expect(failed.difference.verdict.to).toBe('our_failure did-not-start');
  expect(replayText(failed)).toContain('→ not measured');
  for (const replay of [broken, failed, replayOf(before, { ...before, band: 'meets' })])
    expect(cameOutAgain(replay)).toBe(false);
});

test('every condition that is not as it was is named', () => {
  const { environment } = before;
  const other = {
    ...environment,
    suiteDigest: 's2',
    images: { node: 'sha256:2', probe: 'sha256:3' },
    engine: 'Docker 29',
    host: { ...environment.host, cores: 4 },
  };
  const { conditions } = replayOf(before, { ...before, snapshot: 'b', environment: other });
  expect(conditions.map(({ what }) => what).toSorted()).toEqual([
    'checks and load',
    'engine',
    'files',
    'image node',
    'image probe',
    'machine',
  ]);
  expect(conditions).toContainEqual({ what: 'image probe', from: '', to: 'sha256:3' });
});

test('other checks or other files make it another grading', () => {
  const same = { ...before, snapshot: snapshotOf(starter) };
  expect(otherGrading(same, found, starter)).toEqual([]);
  expect(otherGrading(same, found, tree({ 'a.js': '' })).map(({ what }) => what)).toEqual(['files']);
  const changed = { ...found, challenge: { ...parcels, suiteDigest: 's2' } };
  expect(otherGrading(same, changed, starter).map(({ what }) => what)).toEqual(['checks and load']);
});

test('the files are found by their hash where the challenge has them', async () => {
  const same = { ...before, snapshot: snapshotOf(starter) };
  expect(await replayedSource(undefined, found, same)).toBe(starter);
  await expect(replayedSource(undefined, found, before)).rejects.toThrow(/give their folder/);
});

test('what nobody can see is no change, and a score that appears or vanishes is one', () => {
  expect(isChanged(compare(before, before))).toBe(false);
  const { value, low, high } = before.score;
  const hair = { value: value + 0.01, low, high };
  expect(isChanged(compare(before, { ...before, score: hair }))).toBe(false);
  expect(isChanged(compare(before, { ...before, capped: 'Must be fixed: x' }))).toBe(true);
  expect(isChanged(compare(failedReport('our_failure'), before))).toBe(true);
  const [gone] = compare(gradedReport(), { ...gradedReport(), dimensions: [] }).dimensions;
  expect(gone).toMatchObject({ name: 'Correctness', to: null });
  expect(isWithin(gone!)).toBe(false);
});
