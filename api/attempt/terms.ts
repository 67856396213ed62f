// What a candidate says before and after the work: agrees, asks, withdraws, tells what they were helped by.
import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { attemptState, requireAction } from './attempt.ts';
import { lockAttempt, markSigned, setAccommodation, setDisclosure } from './store.ts';

/** Agrees to the rules. The first signature stands. @throws Problem 409 when the attempt is not waiting */
export async function sign(sql: Sql, attemptId: string, name: string, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    requireAction(attempt, 'start', now);
    const signature = name.trim();
    if (!(await markSigned(tx, attemptId, signature, now))) return;
    const { organisationId, aiRule } = attempt;
    const signed = { action: 'attempt.signed', subject: attemptId, after: { aiRule, signature } };
    await audit(tx, { at: now, organisationId, byCandidate: true, ...signed });
  });
}

/** Asks for an accommodation; a new text replaces the old one. @throws Problem 409 when the attempt is not waiting */
export async function askAccommodation(sql: Sql, attemptId: string, text: string, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    requireAction(attempt, 'start', now);
    const { organisationId, accommodation } = attempt;
    const asked = { before: { accommodation }, after: { accommodation: text.trim() } };
    await setAccommodation(tx, attemptId, asked.after.accommodation);
    const act = { action: 'accommodation.asked', subject: attemptId, ...asked };
    await audit(tx, { at: now, organisationId, byCandidate: true, ...act });
  });
}

/** Says what helped, where the rule asks for it: while working or after handing in. @throws Problem 409 not-asked */
export async function disclose(sql: Sql, attemptId: string, text: string, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    const state = attemptState(attempt);
    if (attempt.practice || attempt.aiRule !== 'disclosed' || (state !== 'running' && state !== 'submitted'))
      throw new Problem(409, 'not-asked', 'Nothing of the kind is asked here');
    const { organisationId, disclosure } = attempt;
    const told = { before: { disclosure }, after: { disclosure: text.trim() } };
    await setDisclosure(tx, attemptId, told.after.disclosure);
    const act = { action: 'disclosure.told', subject: attemptId, ...told };
    await audit(tx, { at: now, organisationId, byCandidate: true, ...act });
  });
}
