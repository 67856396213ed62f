import type { Db } from '../db/connect.ts';
import type { GradedReport } from '../grading/report.ts';
import type { ComparedRow } from './compare.ts';

/** @returns those of the submissions that are the organisation's, in no order */
export async function listCompared(
  db: Db,
  organisationId: string,
  submissionIds: readonly string[],
): Promise<ComparedRow[]> {
  return db<ComparedRow[]>`
    select submission.id as submission_id, candidate_name, submitted_at, slug, title, report
    ${handedIn(db)}
    where submission.id::text = any(${submissionIds}) and organisation_id = ${organisationId}`;
}

/** What was handed in, and the numbers of it when it was graded. */
export interface ResultRow extends Pick<ComparedRow, 'candidateName' | 'title' | 'submittedAt'> {
  digest: string;
  runtime: string;
  /** Null until a grading counts. */
  outcome: string | null;
  band: string | null;
  score: GradedReport['score'] | null;
  dimensions: GradedReport['dimensions'] | null;
  knee: GradedReport['knee'] | null;
  goal: GradedReport['goal'] | null;
}

/** @returns everything an organisation was handed in, the newest first */
export async function listResults(db: Db, organisationId: string): Promise<ResultRow[]> {
  return db<ResultRow[]>`
    select candidate_name, title, submitted_at, digest, attempt.runtime, outcome, report->>'band' as band,
      report->'score' as score, report->'dimensions' as dimensions, report->'knee' as knee, report->'goal' as goal
    ${handedIn(db)}
    where organisation_id = ${organisationId} order by submitted_at desc, submission.id`;
}

function handedIn(db: Db) {
  return db`
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id
    left join grading on grading.submission_id = submission.id and counts`;
}
