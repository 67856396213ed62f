// Scorecards that are made anew: scored again from what was observed, or graded again from the same files.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Challenge } from '../api/challenge/challenge.ts';
import { run as regrade } from '../api/cli/regrade.ts';
import { run as rescore } from '../api/cli/rescore.ts';
import { openQueue, type Queue } from '../api/db/queue.ts';
import { applyRegrade, askAgain } from '../api/grading/regrade.ts';
import { makeLive, rescored, rescoreStored } from '../api/grading/rescore.ts';
import { findLive, listRegrades } from '../api/grading/store.ts';
import type { Grade } from '../api/grading/worker.ts';
import {
  type Client,
  eventually,
  invite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type TestPlatform,
} from './support/app.ts';
import { parcels } from './support/challenge.ts';
import { evidenceOf, reportOf } from './support/evidence.ts';
import { failedReport } from './support/report.ts';

const anchor = { naive: 0.9, strong: 3 };
const metrics = ['throughput', 'cpuSaturated', 'cpuSteady', 'latencyP50', 'latencyP95', 'knee'];
const anchors = Object.fromEntries(
  metrics.map((name) => [name, anchor]),
) as Challenge['calibrations'][string];
/** The author calibrated it after people had been graded by general anchors. */
const calibrated: Challenge = { ...parcels, digest: 'd2', calibrations: { node: anchors } };

const at = new Date('2026-03-01T12:00:00Z');
const slow = evidenceOf(0.8);

let platform: TestPlatform;
let manager: Client;
let queue: Queue;
const grade = vi.fn<Grade>(async () => ({ report: reportOf(slow, parcels), evidence: slow }));

beforeAll(async () => {
  platform = await startPlatform({ grade });
  manager = await signIn(platform);
  queue = await openQueue(platform.database.url, () => undefined);
});
afterAll(async () => {
  await queue.stop();
  await platform.close();
});

/** A submission with a scorecard. */
async function submission(): Promise<string> {
  const submissionId = await submit(await startAttempt(platform, await invite(manager, 'Ada')));
  await eventually(async () => expect((await scorecard(submissionId)).status).toBe(200));
  return submissionId;
}

const scorecard = (submissionId: string) =>
  manager.call('GET /api/submissions/:submissionId/scorecard', { params: { submissionId } });
const rows = (submissionId: string) => platform.database.sql`
  select number, origin, counts, outcome, report is not null as reported, evidence is not null as observed
  from grading where submission_id = ${submissionId} order by number`;
const audited = (submissionId: string) => platform.database.sql<{ action: string; facts: object }[]>`
  select action, facts, before from audit where subject = ${submissionId} and action like 'grading.%' order by id`;
/** Of this one submission: others of the file have scorecards too. */
const rescoreOne = async (submissionId: string, challenge: Challenge) =>
  (await rescoreStored(platform.database.sql, challenge, at)).filter(
    ({ live }) => live.submissionId === submissionId,
  );

describe('a report scored again', () => {
  const before = reportOf(slow, parcels);

  test('is the same by the same rules, and says when it was made', () => {
    const { environment, ...again } = rescored(before, slow, parcels, at);
    const { environment: _, ...first } = before;
    expect(again).toEqual(first);
    expect(environment.rescored).toEqual({ at: at.toISOString(), challengeDigest: 'd1' });
  });

  test('is the same after the observations were stored and read back', () => {
    const stored = JSON.parse(JSON.stringify(slow)) as unknown;
    expect(rescored(before, stored, calibrated, at)).toEqual(rescored(before, slow, calibrated, at));
  });

  test('stands on the anchors of today and on the goal of then', () => {
    const goal = { ms: 1, errorRate: 0, rps: 1000 };
    const after = rescored(before, slow, { ...calibrated, goal }, at);
    expect(after.score.value).toBeLessThan(before.score.value);
    expect(after.environment.anchors).toBe('calibrated');
    expect(after.goal).toEqual(before.goal);
    expect(after.knee).toEqual(before.knee);
  });

  test('needs observations that fit', () => {
    const stored = (evidence: unknown) => () => rescored(before, evidence, parcels, at);
    expect(stored(null)).toThrow('holds no observations');
    expect(stored({ ...slow, boots: [] })).toThrow('no observations under load');
    expect(stored({ ...slow, boots: [{ ...slow.boots[0], steady: 3 }] })).toThrow(
      'damaged at /boots/0/steady',
    );
    const [check] = slow.checks;
    expect(stored({ ...slow, checks: [{ ...check, category: 'gone' }] })).toThrow(
      'no category gone any more',
    );
  });

  test('of observations from before there were drills and storms is scored without', () => {
    const { drills: _drills, invariants: _invariants, ...early } = slow;
    expect(rescored(before, early, parcels, at).score).toEqual(before.score);
  });
});

describe('rescoring', () => {
  test('shows whose score changes, from what to what, and writes nothing', async () => {
    const submissionId = await submission();
    const [same] = await rescoreOne(submissionId, parcels);
    expect(same?.difference).toMatchObject({ dimensions: [], checks: [] });
    const [changed] = await rescoreOne(submissionId, calibrated);
    expect(changed?.live.candidateName).toBe('Ada');
    const [performance, ...others] = changed!.difference!.dimensions;
    expect(others).toEqual([]);
    expect(performance?.name).toBe('Performance');
    expect(performance!.to!.value).toBeLessThan(performance!.from!.value);
    expect(await rows(submissionId)).toHaveLength(1);
  });

  test('makes it live in a row of its own, keeps the earlier one, and is audited', async () => {
    const submissionId = await submission();
    const before = (await scorecard(submissionId)).body.report;
    const outcomes = await rescoreOne(submissionId, calibrated);
    await makeLive(platform.database.sql, outcomes, at);
    const { report } = (await scorecard(submissionId)).body;
    expect(report).toEqual(outcomes[0]!.report);
    expect(report).not.toEqual(before);
    const row = { outcome: 'graded', reported: true };
    expect(await rows(submissionId)).toEqual([
      { ...row, number: 1, origin: 'submitted', counts: false, observed: true },
      { ...row, number: 2, origin: 'rescored', counts: true, observed: false },
    ]);
    expect(await audited(submissionId)).toMatchObject([
      {
        action: 'grading.rescored',
        facts: { via: 'command line' },
        before: { verdict: before.outcome === 'graded' && before.band },
      },
    ]);
    // What was scored again can be scored again: it rests on the same observations.
    const [back] = await rescoreOne(submissionId, parcels);
    expect(back?.report?.score).toEqual(before.outcome === 'graded' && before.score);
    const { body } = await manager.call('GET /api/submissions/:submissionId/grading', {
      params: { submissionId },
    });
    expect(body.state).toBe('finished');
  });

  test('writes all or nothing, and nothing over a scorecard that changed meanwhile', async () => {
    const [one, other] = [await submission(), await submission()];
    const outcomes = [...(await rescoreOne(one, calibrated)), ...(await rescoreOne(other, calibrated))];
    await makeLive(platform.database.sql, outcomes.slice(1), at);
    await expect(makeLive(platform.database.sql, outcomes, at)).rejects.toThrow(/has changed meanwhile/);
    expect(await rows(one)).toHaveLength(1);
    expect(await audited(one)).toEqual([]);
    expect(await rows(other)).toHaveLength(2);
  });

  test('says which cannot be scored again', async () => {
    grade.mockResolvedValueOnce({ report: failedReport('candidate_failure'), evidence: null });
    const failed = await submission();
    grade.mockResolvedValueOnce({ report: reportOf(slow, parcels), evidence: null });
    const bare = await submission();
    expect((await rescoreOne(failed, calibrated))[0]?.skipped).toMatch(/was not graded/);
    const outcomes = await rescoreOne(bare, calibrated);
    expect(outcomes[0]?.skipped).toMatch(/no observations/);
    await makeLive(platform.database.sql, outcomes, at);
    expect(await rows(bare)).toHaveLength(1);
  });
});

describe('regrading', () => {
  const again = async (submissionId: string) => {
    const { sql } = platform.database;
    const jobId = await askAgain(sql, queue, (await findLive(sql, submissionId))!, at);
    return eventually(async () => {
      const tries = await listRegrades(sql, jobId);
      expect(tries[0]?.finishedAt).toBeInstanceOf(Date);
      return tries;
    });
  };

  test('grades the same files once more, keeps both, and is live only when told', async () => {
    const submissionId = await submission();
    const { sql } = platform.database;
    const first = grade.mock.lastCall![1];
    const fast = evidenceOf(1.3);
    grade.mockResolvedValueOnce({ report: reportOf(fast, parcels), evidence: fast });
    const [anew] = await again(submissionId);
    const second = grade.mock.lastCall![1];
    expect([second.tree, second.seed]).toEqual([first.tree, first.seed]);
    const before = reportOf(slow, parcels);
    expect((await scorecard(submissionId)).body.report).toEqual(before);
    expect(anew!.report).toMatchObject({ score: reportOf(fast, parcels).score });
    const live = (await findLive(sql, submissionId))!;
    expect((await applyRegrade(sql, live, at))?.gradingId).toBe(anew!.gradingId);
    expect((await scorecard(submissionId)).body.report).toEqual(anew!.report);
    expect(await rows(submissionId)).toMatchObject([
      { origin: 'submitted', counts: false, observed: true },
      { origin: 'regraded', counts: true, observed: true },
    ]);
    expect((await audited(submissionId)).map(({ action }) => action)).toEqual([
      'grading.asked-again',
      'grading.regraded',
    ]);
    // There is nothing newer now.
    expect(await applyRegrade(sql, (await findLive(sql, submissionId))!, at)).toBeUndefined();
  });

  test('that fails by our fault is tried again and leaves the scorecard as it was', async () => {
    const submissionId = await submission();
    const ours = { report: failedReport('our_failure'), evidence: null };
    for (let time = 0; time < 3; time++) grade.mockResolvedValueOnce(ours);
    await again(submissionId);
    await eventually(async () => expect(await rows(submissionId)).toHaveLength(4));
    const { sql } = platform.database;
    expect(await applyRegrade(sql, (await findLive(sql, submissionId))!, at)).toBeUndefined();
    expect((await scorecard(submissionId)).body.report.outcome).toBe('graded');
  });
});

describe('on the command line', () => {
  const proofload = async (run: (args: string[]) => Promise<number>, ...args: string[]) => {
    vi.stubEnv('DATABASE_URL', platform.database.url);
    const said: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
    const code = await run(args).finally(() => {
      log.mockRestore();
      vi.unstubAllEnvs();
    });
    return { code, out: said.join('\n') };
  };

  test('a challenge without scorecards is said to have none, and bad usage is explained', async () => {
    const { code, out } = await proofload(rescore, 'slow-catalogue');
    expect([code, out]).toEqual([0, expect.stringMatching(/^slow-catalogue: 0 scorecards, 0 change/)]);
    await expect(proofload(regrade, 'nobody')).rejects.toThrow('There is no graded submission nobody');
    await expect(proofload(regrade, await submission(), '--apply')).rejects.toThrow(
      'There is no newer result',
    );
    await expect(proofload(rescore, '--from', 'a.json', '--apply')).rejects.toThrow('leave --apply out');
    await expect(proofload(rescore, '--from', 'package.json')).rejects.toThrow(
      'not what grade --json prints',
    );
  });

  test('a submission is graded anew by the platform, and its result is live when told', async () => {
    const submissionId = await submission();
    const fast = evidenceOf(1.3);
    grade.mockResolvedValueOnce({ report: reportOf(fast, parcels), evidence: fast });
    const anew = await proofload(regrade, submissionId);
    expect([anew.code, anew.out]).toEqual([0, expect.stringMatching(/Score .* → .*Both are kept/s)]);
    const applied = await proofload(regrade, submissionId, '--apply');
    expect(applied.out).toMatch(/Score .* → .*This is the scorecard now/s);
    expect((await scorecard(submissionId)).body.report).toMatchObject({
      score: reportOf(fast, parcels).score,
    });
  });

  test('a file that grade --json made is scored by the rules of today', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'proofload-report-')), 'report.json');
    const { environment, ...report } = reportOf(slow, parcels);
    const checks = slow.checks.map((check) => ({ ...check, category: 'contract' }));
    const elsewhere = { ...environment, challenge: 'slow-catalogue' };
    await writeFile(
      path,
      JSON.stringify({ ...report, environment: elsewhere, evidence: { ...slow, checks } }),
    );
    expect((await proofload(rescore, '--from', path)).out).toMatch(/Performance .* → /);
  });
});
