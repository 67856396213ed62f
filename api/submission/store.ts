import { dueOf } from '../attempt/store.ts';
import type { Db } from '../db/connect.ts';
import type { SubmissionRow } from './submission.ts';

export async function findSubmission(db: Db, attemptId: string): Promise<SubmissionRow | undefined> {
  const [row] = await db<SubmissionRow[]>`
    select id, snapshot_hash, submitted_at from submission where attempt_id = ${attemptId}`;
  return row;
}

/**
 * Ends the attempt and records what was handed in.
 * @returns undefined when the attempt does not run, or its deadline, by the server's clock, is on the other side
 */
export async function insertSubmission(
  tx: Db,
  submission: { attemptId: string; snapshotHash: string; submittedAt: Date; byDeadline: boolean },
): Promise<SubmissionRow | undefined> {
  const { attemptId, submittedAt, byDeadline } = submission;
  const [ended] = await tx`
    update attempt set ended_at = ${submittedAt}
    where id = ${attemptId} and started_at is not null and ended_at is null
      and (${dueOf(tx)} <= ${submittedAt}) = ${byDeadline} returning id`;
  if (!ended) return undefined;
  const [row] = await tx<SubmissionRow[]>`
    insert into submission ${tx(submission)} returning id, snapshot_hash, submitted_at`;
  return row;
}

/** @returns the attempts that run and were due by then */
export async function listOverdue(db: Db, then: Date): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from attempt where ended_at is null and deadline <= ${then} and ${dueOf(db)} <= ${then}
    order by deadline limit 100`;
  return rows.map((row) => row.id);
}
