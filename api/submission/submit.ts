import { graceMs, requireAction } from '../attempt/attempt.ts';
import { requireTree } from '../attempt/files.ts';
import { listStoredFiles, lockAttempt, treeHashOf } from '../attempt/store.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { announce } from '../db/outbox.ts';
import type { Queue } from '../db/queue.ts';
import { saveSnapshot } from '../db/trees.ts';
import { Problem } from '../http/problem.ts';
import { dropWorkspace } from '../workspace/store.ts';
import { findSubmission, insertSubmission, listOverdue } from './store.ts';
import type { SubmissionRow } from './submission.ts';

interface Needs {
  sql: Sql;
  queue: Queue;
}

/**
 * Hands the saved files in: snapshot, submission, end of the attempt, grading job and audit row in one transaction. A
 * second call gets the first one's submission. Shortly after the deadline it is still taken, as handed in by it.
 * @param treeHash the files the candidate sees
 * @throws Problem 409 tree-moved, time-is-up, attempt-waiting
 */
export async function submit({ sql, queue }: Needs, attemptId: string, treeHash: string, now: Date) {
  return sql.begin(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    const first = await findSubmission(tx, attemptId);
    if (first) return first;
    requireAction(attempt, 'submit', now);
    const byDeadline = attempt.deadline !== null && attempt.deadline <= now;
    return handIn(tx, queue, attempt, { now, byDeadline, treeHash });
  });
}

/** Hands in the last saved files of every attempt whose time is up, once a save that was on its way has had its chance. */
export async function submitOverdue({ sql, queue }: Needs, now: Date): Promise<void> {
  const overdue = await listOverdue(sql, new Date(now.getTime() - graceMs));
  for (const attemptId of overdue)
    await sql.begin(async (tx) => {
      const attempt = await lockAttempt(tx, attemptId);
      if (!(await findSubmission(tx, attemptId))) await handIn(tx, queue, attempt, { now, byDeadline: true });
    });
}

/** Hands in, inside the caller's transaction, an attempt that runs and has no submission. @throws Problem 409 tree-moved, time-is-up */
export async function handIn(
  tx: Db,
  queue: Queue,
  attempt: { id: string; organisationId: string },
  { now, byDeadline, treeHash }: { now: Date; byDeadline: boolean; treeHash?: string },
): Promise<SubmissionRow> {
  const files = (await listStoredFiles(tx, attempt.id)).filter((file) => !file.deleted);
  if (treeHash !== undefined) requireTree(treeHash, treeHashOf(files));
  const snapshotHash = await saveSnapshot(
    tx,
    files.map(({ path, hash }) => [path, hash]),
  );
  const draft = { attemptId: attempt.id, snapshotHash, submittedAt: now, byDeadline };
  const row = await insertSubmission(tx, draft);
  if (!row) throw new Problem(409, 'time-is-up', 'The time is up; the last saved files are handed in');
  await dropWorkspace(tx, attempt.id);
  await queue.enqueueGrading(tx, row.id);
  const { organisationId } = attempt;
  await audit(tx, {
    at: now,
    organisationId,
    action: 'submission.made',
    subject: row.id,
    byCandidate: !byDeadline,
    after: { snapshot: row.snapshotHash },
    facts: { byDeadline },
  });
  await announce(tx, { type: 'submission.received', at: now, about: { attemptId: attempt.id } });
  return row;
}
