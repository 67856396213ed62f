import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import type { GradedReport } from '../grading/report.ts';
import type { ComparedRow } from './compare.ts';

interface Decided {
  /** Whether somebody has decided about the candidate. */
  decided: boolean;
}

/** @returns those of the submissions that are the organisation's, in no order */
export async function listCompared(
  db: Db,
  organisationId: string,
  submissionIds: readonly string[],
): Promise<(ComparedRow & Decided)[]> {
  return db<(ComparedRow & Decided)[]>`
    select submission.id as submission_id, candidate_name, submitted_at, slug, title, report, ${decided(db)}
    ${handedIn(db)}
    where submission.id = any(${submissionIds.filter((id) => asId(id))}::uuid[]) and organisation_id = ${organisationId}`;
}

/** What was handed in, and the numbers of it when it was graded. */
export interface ResultRow extends Pick<
  ComparedRow,
  'submissionId' | 'candidateName' | 'title' | 'submittedAt'
> {
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
export async function listResults(db: Db, organisationId: string): Promise<(ResultRow & Decided)[]> {
  return db<(ResultRow & Decided)[]>`
    select submission.id as submission_id, ${decided(db)}, candidate_name, title, submitted_at, digest, attempt.runtime, outcome, report->>'band' as band,
      report->'score' as score, report->'dimensions' as dimensions, report->'knee' as knee, report->'goal' as goal
    ${handedIn(db)}
    where organisation_id = ${organisationId} order by submitted_at desc, submission.id`;
}

function decided(db: Db) {
  return db`exists (select from decision where decision.submission_id = submission.id) as decided`;
}

function handedIn(db: Db) {
  return db`
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id
    left join grading on grading.submission_id = submission.id and counts`;
}
