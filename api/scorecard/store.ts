import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import type { Report } from '../grading/report.ts';

export interface ScorecardRow {
  submissionId: string;
  candidateName: string;
  /** Whether somebody has decided about the candidate. */
  decided: boolean;
  slug: string;
  title: string;
  submittedAt: Date;
  snapshotHash: string;
  /** Snapshot of the files the candidate started with. */
  starterHash: string;
  /** Null until a grading counts. */
  report: Report | null;
}

/** @returns undefined when the organisation has no such submission */
export async function findScorecard(
  db: Db,
  organisationId: string,
  submissionId: string,
): Promise<ScorecardRow | undefined> {
  const [row] = await db<ScorecardRow[]>`
    select submission.id as submission_id, candidate_name, slug, title, submitted_at, snapshot_hash,
      facts->'starters'->>runtime as starter_hash, report,
      exists (select from decision where decision.submission_id = submission.id) as decided
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id
    left join grading on grading.submission_id = submission.id and counts
    where submission.id = ${asId(submissionId)} and organisation_id = ${organisationId}`;
  return row;
}

/** @returns undefined when the attempt was not handed in; the report is null until a grading counts */
export async function findOwnReport(
  db: Db,
  attemptId: string,
): Promise<{ sharesResult: boolean; report: Report | null } | undefined> {
  const [row] = await db<{ sharesResult: boolean; report: Report | null }[]>`
    select shares_result, report
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    left join grading on grading.submission_id = submission.id and counts
    where attempt.id = ${attemptId}`;
  return row;
}
