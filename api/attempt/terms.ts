// What a candidate says before and after the work: agrees, asks, withdraws, tells what they were helped by.
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { attemptState, requireAction } from './attempt.ts';
import { getAttempt, lockAttempt, markSigned, setAccommodation, setDisclosure } from './store.ts';

/** Agrees to the rules. The first signature stands. @throws Problem 409 when the attempt is not waiting */
export async function sign(sql: Sql, attemptId: string, name: string, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    requireAction(attempt, 'start', now);
    if (!(await markSigned(tx, attemptId, name.trim(), now))) return;
    const { organisationId, aiRule } = attempt;
    const signed = { action: 'attempt.signed', subject: attemptId, facts: { aiRule } };
    await audit(tx, { at: now, organisationId, ...signed });
  });
}

/** Asks for an accommodation; a new text replaces the old one. @throws Problem 409 when the attempt is not waiting */
export async function askAccommodation(sql: Sql, attemptId: string, text: string, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    requireAction(attempt, 'start', now);
    const { organisationId } = attempt;
    await setAccommodation(tx, attemptId, text.trim());
    await audit(tx, { at: now, organisationId, action: 'accommodation.asked', subject: attemptId });
  });
}

/** Says what helped, where the rule asks for it: while working or after handing in. @throws Problem 409 not-asked */
export async function disclose(db: Db, attemptId: string, text: string): Promise<void> {
  const attempt = await getAttempt(db, attemptId);
  const state = attemptState(attempt);
  if (attempt.aiRule !== 'disclosed' || (state !== 'running' && state !== 'submitted'))
    throw new Problem(409, 'not-asked', 'Nothing of the kind is asked here');
  await setDisclosure(db, attemptId, text.trim());
}
