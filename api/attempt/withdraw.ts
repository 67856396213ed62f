import { audit } from '../db/audit.ts';
import { anonymiseCandidate } from '../db/candidate.ts';
import type { Sql } from '../db/connect.ts';
import { announce } from '../db/outbox.ts';
import { dropWorkspace } from '../workspace/store.ts';
import { requireAction } from './attempt.ts';
import { endPractice, lockAttempt, markWithdrawn } from './store.ts';

/**
 * Ends an attempt without grading anything, whether it was started or not, and keeps no more of the candidate than that
 * somebody withdrew. What a legal hold keeps goes when the hold is lifted. A second call changes nothing.
 * @throws Problem 409 when it is over already
 */
export async function withdraw(sql: Sql, attemptId: string, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    // Workspace before attempt, as a runner takes them when a sandbox gets ready.
    await dropWorkspace(tx, attemptId);
    const attempt = await lockAttempt(tx, attemptId);
    if (attempt.withdrawn) return;
    requireAction(attempt, 'withdraw', now);
    await markWithdrawn(tx, attemptId, now);
    const practice = await endPractice(tx, attempt.inviteId, now);
    if (practice) await dropWorkspace(tx, practice);
    const { organisationId, inviteId } = attempt;
    const withdrawn = { action: 'attempt.withdrawn', subject: attemptId, byCandidate: true };
    await audit(tx, { at: now, organisationId, ...withdrawn });
    await announce(tx, { type: 'attempt.withdrawn', at: now, about: { attemptId } });
    await anonymiseCandidate(tx, inviteId, now);
  });
}
