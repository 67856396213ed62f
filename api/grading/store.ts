import type { Db, Sql } from '../db/connect.ts';
import type { Phase } from './contract.ts';
import type { GradingTimes } from './grading.ts';
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
  jobId: string;
  runner: string;
  seed: number;
  startedAt: Date;
}

/** Begins a try, which ends every earlier one and takes the right to write from it. @returns undefined when a grading counts already */
export async function claimGrading(sql: Sql, asked: Try): Promise<Claim | undefined> {
  return sql.begin(async (tx) => {
    const [submission] = await tx<Omit<Claim, 'id' | 'number' | 'failures'>[]>`
      select submission.id as submission_id, snapshot_hash, slug, digest, runtime
      from submission
      join attempt on attempt.id = submission.attempt_id
      join challenge_version on challenge_version.id = attempt.challenge_version_id
      where submission.id = ${asked.submissionId} for update of submission`;
    if (!submission || (await isGraded(tx, asked.submissionId))) return undefined;
    await tx`
      update grading set finished_at = ${asked.startedAt}, outcome = 'our_failure'
      where submission_id = ${asked.submissionId} and finished_at is null`;
    const [earlier] = await tx<{ failures: number }[]>`
      select count(report)::int as failures from grading where submission_id = ${asked.submissionId}`;
    const [row] = await tx<{ id: string; number: number }[]>`
      insert into grading (submission_id, number, job_id, runner, seed, started_at)
      select ${asked.submissionId}, coalesce(max(number), 0) + 1, ${asked.jobId}, ${asked.runner}, ${asked.seed},
        ${asked.startedAt}
      from grading where submission_id = ${asked.submissionId} returning id, number`;
    return { ...submission, seed: asked.seed, ...earlier!, ...row! };
  });
}

async function isGraded(tx: Db, submissionId: string): Promise<boolean> {
  const rows = await tx`select 1 from grading where submission_id = ${submissionId} and counts`;
  return rows.length > 0;
}

/** True for the try that may still write. */
function holds(db: Db, { id, submissionId }: Pick<Claim, 'id' | 'submissionId'>) {
  return db`id = ${id} and finished_at is null
    and number = (select max(number) from grading where submission_id = ${submissionId})`;
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
    return rows.length === 1;
  });
}

/** Ends the tries a process of this name left unfinished when it died. @returns the jobs to give back */
export async function abandonGradings(db: Db, runner: string, now: Date): Promise<string[]> {
  const rows = await db<{ jobId: string }[]>`
    update grading set finished_at = ${now}, outcome = 'our_failure'
    where finished_at is null and runner = ${runner}
      and number = (select max(number) from grading other where other.submission_id = grading.submission_id)
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
  slug: string;
  title: string;
  /** Undefined before the first try. */
  latest: (GradingTimes & { phases: Phase[] }) | undefined;
}

/** @returns undefined when the organisation has no such submission */
export async function findGrading(
  db: Db,
  organisationId: string,
  submissionId: string,
): Promise<GradingRow | undefined> {
  const [row] = await db<(Omit<GradingRow, 'latest'> & GradingTimes & { phases: Phase[] | null })[]>`
    select submission.id as submission_id, candidate_name, slug, title, finished_at, counts, phases
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id
    left join lateral (
      select finished_at, counts, phases from grading where submission_id = submission.id
      order by number desc limit 1
    ) latest on true
    where submission.id::text = ${submissionId} and organisation_id = ${organisationId}`;
  if (!row) return undefined;
  const { finishedAt, counts, phases, ...rest } = row;
  return { ...rest, latest: phases ? { finishedAt, counts, phases } : undefined };
}
