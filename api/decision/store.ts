import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import type { Band, Report } from '../grading/report.ts';
import type { Decision, Override, Verdict } from './contract.ts';

/** @returns undefined when the organisation has no such submission; the report is null until a grading counts */
export async function findJudged(
  db: Db,
  organisationId: string,
  submissionId: string,
): Promise<{ submissionId: string; report: Report | null } | undefined> {
  const [row] = await db<{ submissionId: string; report: Report | null }[]>`
    select submission.id as submission_id, report
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    left join grading on grading.submission_id = submission.id and counts
    where submission.id = ${asId(submissionId)} and organisation_id = ${organisationId}`;
  return row;
}

type At<T> = Omit<T, 'at'> & { at: Date };

/** @returns the newest first */
export async function listDecisions(db: Db, submissionId: string): Promise<At<Decision>[]> {
  return db<At<Decision>[]>`
    select verdict, reason, person.name as by, at from decision join person on person.id = person_id
    where submission_id = ${submissionId} order by decision.id desc`;
}

/** @returns the newest first */
export async function listOverrides(db: Db, submissionId: string): Promise<At<Override>[]> {
  return db<At<Override>[]>`
    select what, measured, band, reason, person.name as by, at from override join person on person.id = person_id
    where submission_id = ${submissionId} order by override.id desc`;
}

interface Act {
  submissionId: string;
  reason: string;
  personId: string;
  at: Date;
}

export async function insertDecision(tx: Db, decision: Act & { verdict: Verdict }): Promise<void> {
  await tx`insert into decision ${tx(decision)}`;
}

export async function insertOverride(
  tx: Db,
  override: Act & { what: string; measured: Band; band: Band },
): Promise<void> {
  await tx`insert into override ${tx(override)}`;
}
