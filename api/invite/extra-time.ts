import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import type { Person } from '../http/serve.ts';
import type { Invite } from './contract.ts';
import { totalMinutes } from './invite.ts';
import { addMinutes, getInvite, lockTimedInvite, setExtraTime } from './store.ts';

/**
 * Gives an invite more time, or less of it before the clock has started. An attempt that runs gets what is more at once.
 * @param given what the challenge's minutes are multiplied by, 1 for no extra time
 * @throws Problem 404 unknown-invite, 409 attempt-over, time-promised
 */
export async function giveExtraTime(
  sql: Sql,
  person: Person,
  given: { inviteId: string; extraTime: number },
  now: Date,
): Promise<Invite> {
  const { inviteId, extraTime } = given;
  const { organisationId, id: personId } = person;
  return sql.begin(async (tx) => {
    const invite = await lockTimedInvite(tx, organisationId, inviteId);
    if (!invite) throw new Problem(404, 'unknown-invite', 'There is no such invite');
    const { attemptId, startedAt, endedAt, minutes } = invite;
    if (endedAt) throw new Problem(409, 'attempt-over', 'The work is over; its time cannot be changed');
    if (startedAt && extraTime < invite.extraTime)
      throw new Problem(409, 'time-promised', 'The clock runs already; time can only be added');
    const more = totalMinutes(minutes, extraTime) - totalMinutes(minutes, invite.extraTime);
    await setExtraTime(tx, inviteId, extraTime);
    if (attemptId && startedAt) await addMinutes(tx, attemptId, more);
    const act = { action: 'invite.extra-time', subject: inviteId };
    const change = { before: { extraTime: invite.extraTime }, after: { extraTime } };
    await audit(tx, { at: now, organisationId, personId, ...act, ...change });
    return getInvite(tx, inviteId, now);
  });
}
