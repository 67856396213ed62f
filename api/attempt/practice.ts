// Practice: the same screen with a small challenge, without a clock. It is never handed in and shown to nobody else.
import type { Challenges } from '../challenge/routes.ts';
import { practiceSlug } from '../challenge/practice.ts';
import { publishChallenge } from '../challenge/store.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import { hashSecret } from '../http/secret.ts';
import { dropWorkspace } from '../workspace/store.ts';
import { requireAction } from './attempt.ts';
import { getChallenge, startAttempt } from './open.ts';
import { clearPractice, lockAttempt, openPractice } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
}

/** The secret of a practice attempt's cookie follows from that of the attempt it is practice for. */
export function practiceSecret(attemptSecret: string): string {
  return hashSecret(`practice ${attemptSecret}`).toString('base64url');
}

/**
 * Opens the practice that goes with an attempt, or comes back to it; in another runtime it begins anew.
 * @param secret of the practice attempt's cookie
 * @returns the practice attempt's id
 * @throws Problem 400 unknown-runtime, 409 once the attempt itself has started, 503 challenge-missing
 */
export async function practise(
  needs: Needs,
  attemptId: string,
  { secret, runtime }: { secret: string; runtime: string },
): Promise<string> {
  const { sql, clock, challenges } = needs;
  const challengeVersionId = await publishChallenge(sql, getChallenge(challenges, practiceSlug));
  const { id, begun } = await sql.begin(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    requireAction(attempt, 'practise', clock());
    const { inviteId } = attempt;
    const draft = { inviteId, challengeVersionId, secretHash: hashSecret(secret), openedAt: clock() };
    const row = await openPractice(tx, draft);
    const same = row.runtime === runtime && row.challengeVersionId === challengeVersionId && !row.endedAt;
    if (!same) {
      await dropWorkspace(tx, row.id);
      await clearPractice(tx, row.id, challengeVersionId);
    }
    return { id: row.id, begun: same };
  });
  if (!begun) await startAttempt(needs, id, runtime);
  return id;
}
