import type { Db, Sql } from '../db/connect.ts';
import { announce } from '../db/outbox.ts';
import { asId } from '../db/id.ts';
import type { Phase } from './contract.ts';
import { type GradingTimes, seedOf } from './grading.ts';
import type { Report } from './report.ts';

/** One try at grading a submission, held by this process until it is finished or another try begins. */
export interface Claim {
  id: string;
  submissionId: string;
  /** The fencing token: a try may write only while its number is the submission's highest. */
  number: number;
  /** How many tries have failed by our fault before; one that was cut short is none of them. */
  failures: number;
  seed: number;
  snapshotHash: string;
  slug: string;
  digest: string;
  runtime: string;
}

interface Try {
  submissionId: string;
  /** Beside the grading that counts already. */
  again?: boolean;
  jobId: string;
  runner: string;
  startedAt: Date;
}

/**
 * Begins a try, which ends every earlier one and takes the right to write from it.
 * @returns undefined when nothing is left to do: a grading counts already, or this job has brought its result
 */
export async function claimGrading(sql: Sql, asked: Try): Promise<Claim | undefined> {
  const { submissionId, again = false, jobId, runner, startedAt } = asked;
  return sql.begin(async (tx) => {
    const [submission] = await tx<Omit<Claim, 'id' | 'number' | 'failures' | 'seed'>[]>`
      select submission.id as submission_id, snapshot_hash, slug, digest, runtime
      from submission
      join attempt on attempt.id = submission.attempt_id
      join challenge_version on challenge_version.id = attempt.challenge_version_id
      where submission.id = ${submissionId} for update of submission`;
    const over = again ? hasResult(tx, jobId) : isGraded(tx, submissionId);
    if (!submission || (await over)) return undefined;
    await tx`
      update grading set finished_at = ${startedAt}, outcome = 'our_failure'
      where submission_id = ${submissionId} and finished_at is null`;
    const [earlier] = await tx<{ failures: number }[]>`
      select count(report)::int as failures from grading where job_id = ${jobId}`;
    const seed = seedOf(submission.digest);
    const [row] = await tx<{ id: string; number: number }[]>`
      insert into grading (submission_id, number, job_id, runner, seed, started_at, origin)
      select ${submissionId}, coalesce(max(number), 0) + 1, ${jobId}, ${runner}, ${seed}, ${startedAt},
        ${again ? 'regraded' : 'submitted'}
      from grading where submission_id = ${submissionId} returning id, number`;
    return { ...submission, seed, ...earlier!, ...row! };
  });
}

async function isGraded(tx: Db, submissionId: string): Promise<boolean> {
  const rows = await tx`select 1 from grading where submission_id = ${submissionId} and counts`;
  return rows.length > 0;
}

async function hasResult(tx: Db, jobId: string): Promise<boolean> {
  const rows = await tx`
    select 1 from grading where job_id = ${jobId} and report is not null and outcome <> 'our_failure'`;
  return rows.length > 0;
}

/** True for the try that may still write. */
function holds(db: Db, { id, submissionId }: Pick<Claim, 'id' | 'submissionId'>) {
  return db`id = ${id} and finished_at is null
    and number = (
      select max(number) from grading where submission_id = ${submissionId} and origin <> 'rescored')`;
}

export async function savePhases(db: Db, claim: Claim, phases: Phase[]): Promise<void> {
  await db`update grading set phases = ${db.json(phases)} where ${holds(db, claim)}`;
}

interface Result {
  report: Report;
  evidence: unknown;
  counts: boolean;
  finishedAt: Date;
}

/** Records the result of a try. @returns false, with nothing written, when another try has taken over */
export async function finishGrading(sql: Sql, claim: Claim, result: Result): Promise<boolean> {
  return sql.begin(async (tx) => {
    await tx`select 1 from submission where id = ${claim.submissionId} for update`;
    const rows = await tx`
      update grading set finished_at = ${result.finishedAt}, outcome = ${result.report.outcome},
        counts = ${result.counts}, report = ${tx.json(result.report)},
        evidence = ${tx.json(result.evidence)}
      where ${holds(tx, claim)} returning id`;
    if (rows.length === 1 && result.counts) await announceResult(tx, claim, result);
    return rows.length === 1;
  });
}

function announceResult(tx: Db, { submissionId }: Claim, { report, finishedAt: at }: Result): Promise<void> {
  const { outcome } = report;
  const marks = report.outcome === 'graded' && {
    band: report.band,
    dimensions: report.dimensions.map(({ name, value, band }) => ({ name, value, band })),
  };
  return announce(tx, {
    type: 'grading.finished',
    at,
    about: { submissionId },
    result: { outcome, ...marks },
  });
}

/** Ends the tries a process of this name left unfinished when it died. @returns the jobs to give back */
export async function abandonGradings(db: Db, runner: string, now: Date): Promise<string[]> {
  const rows = await db<{ jobId: string }[]>`
    update grading set finished_at = ${now}, outcome = 'our_failure'
    where finished_at is null and runner = ${runner} and number = (
      select max(number) from grading other
      where other.submission_id = grading.submission_id and origin <> 'rescored')
    returning job_id`;
  return rows.map((row) => row.jobId);
}

/** @returns the tries that process has under way */
export async function listUnfinishedGradings(db: Db, runner: string): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from grading where finished_at is null and runner = ${runner}`;
  return rows.map((row) => row.id);
}

export interface GradingRow {
  submissionId: string;
  candidateName: string;
  /** Whether somebody has decided about the candidate. */
  decided: boolean;
  slug: string;
  title: string;
  /** The one that counts, or else the latest try; undefined before the first. */
  latest: (GradingTimes & { phases: Phase[] }) | undefined;
}

/** @returns undefined when the organisation has no such submission */
export async function findGrading(
  db: Db,
  organisationId: string,
  submissionId: string,
): Promise<GradingRow | undefined> {
  const [row] = await db<(Omit<GradingRow, 'latest'> & GradingTimes & { phases: Phase[] | null })[]>`
    select submission.id as submission_id, candidate_name, slug, title, finished_at, counts, phases,
      exists (select from decision where decision.submission_id = submission.id) as decided
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id
    left join lateral (
      select finished_at, counts, phases from grading where submission_id = submission.id
      order by counts desc, number desc limit 1
    ) latest on true
    where submission.id = ${asId(submissionId)} and organisation_id = ${organisationId}`;
  if (!row) return undefined;
  const { finishedAt, counts, phases, ...rest } = row;
  return { ...rest, latest: phases ? { finishedAt, counts, phases } : undefined };
}

/** A scorecard: the grading that counts for a submission, as far as the command line shows it. */
export interface Live {
  gradingId: string;
  submissionId: string;
  organisationId: string;
  candidateName: string;
  slug: string;
  report: Report;
}

/** @returns the scorecards of a challenge, oldest first */
export async function listLive(db: Db, slug: string): Promise<Live[]> {
  return db<Live[]>`${selectLive(db)} where counts and slug = ${slug} order by submitted_at, submission.id`;
}

/** @returns undefined while no grading of the submission counts, and when there is no such submission */
export async function findLive(db: Db, submissionId: string): Promise<Live | undefined> {
  const [row] = await db<Live[]>`
    ${selectLive(db)} where counts and submission.id = ${asId(submissionId)}`;
  return row;
}

function selectLive(db: Db) {
  return db`
    select grading.id as grading_id, submission.id as submission_id, organisation_id, candidate_name, slug, report
    from grading
    join submission on submission.id = grading.submission_id
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id`;
}

/** @returns the observations a grading's report was made from, as they were stored; null when none were */
export async function getEvidence(db: Db, gradingId: string): Promise<unknown> {
  const [row] = await db<{ evidence: unknown }[]>`
    select observed.evidence from grading
    join grading observed on observed.id = coalesce(grading.evidence_of, grading.id)
    where grading.id = ${gradingId}`;
  return row?.evidence ?? null;
}

/** Records a report that was made from the observations of another grading. @returns its id; it does not count yet */
export async function insertRescored(tx: Db, from: Live, report: Report, at: Date): Promise<string> {
  const { gradingId, submissionId } = from;
  await tx`select 1 from submission where id = ${submissionId} for update`;
  const [row] = await tx<{ id: string }[]>`
    insert into grading (submission_id, number, job_id, runner, seed, started_at, finished_at, outcome, phases,
      report, origin, evidence_of)
    select submission_id, (select max(number) + 1 from grading where submission_id = ${submissionId}), job_id,
      runner, seed, ${at}, ${at}, outcome, phases, ${tx.json(report)}, 'rescored', coalesce(evidence_of, id)
    from grading where id = ${gradingId} returning id`;
  return row!.id;
}

/**
 * Makes another grading of the same submission the one that counts.
 * @param from the one that did
 * @throws Error when that has changed meanwhile
 */
export async function replaceLive(tx: Db, from: Live, gradingId: string): Promise<void> {
  const { submissionId } = from;
  await tx`select 1 from submission where id = ${submissionId} for update`;
  const ended = await tx`
    update grading set counts = false where id = ${from.gradingId} and counts returning id`;
  if (ended.length !== 1)
    throw new Error(`The scorecard of submission ${submissionId} has changed meanwhile; nothing was written`);
  await tx`update grading set counts = true where id = ${gradingId} and submission_id = ${submissionId}`;
}

/** A try at grading a submission anew. */
export interface Regrade {
  gradingId: string;
  number: number;
  finishedAt: Date | null;
  phases: Phase[];
  /** null while it goes on, and when it was cut short. */
  report: Report | null;
  /** Another job grades the submission anew by now. */
  overtaken: boolean;
}

function selectRegrades(db: Db) {
  return db`
    select id as grading_id, number, finished_at, phases, report, exists (
      select from grading other
      where other.submission_id = grading.submission_id and other.job_id <> grading.job_id
        and other.origin = 'regraded' and other.number > grading.number) as overtaken
    from grading`;
}

/** @returns the tries of a job, the latest first; none while it waits for a runner */
export async function listRegrades(db: Db, jobId: string): Promise<Regrade[]> {
  return db<Regrade[]>`
    ${selectRegrades(db)} where job_id = ${jobId} and origin = 'regraded' order by number desc`;
}

/** @returns the latest result of grading it anew that came after the scorecard, if there is one */
export async function findRegraded(db: Db, { gradingId, submissionId }: Live): Promise<Regrade | undefined> {
  const [row] = await db<Regrade[]>`
    ${selectRegrades(db)}
    where submission_id = ${submissionId} and origin = 'regraded' and report is not null
      and outcome <> 'our_failure'
      and number > (select number from grading where id = ${gradingId})
    order by number desc limit 1`;
  return row;
}
