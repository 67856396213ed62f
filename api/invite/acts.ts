// What is done with an invite after it was made: a new link, a reminder, calling it back.
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import type { Queue } from '../db/queue.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import type { Person } from '../http/serve.ts';
import { inviteLink, requireInviteAction, requirePause, usualStartBy, type ListedInvite } from './invite.ts';
import { getInvite } from './list/store.ts';
import { requireStartBy, type MadeRow } from './make.ts';
import { queueMail } from './mailing/mailing.ts';
import { findRemindedAt } from './mailing/store.ts';
import { lockInvite, markRevoked, replaceLink, replaceSecret, type HeldInvite } from './store.ts';

interface Needs {
  sql: Sql;
  queue: Queue;
  clock: Clock;
  publicUrl: string;
  /** Whether e-mail is set up. */
  canMail: boolean;
}

/** Until the transaction ends nobody else changes the invite. @throws Problem 404 unknown-invite */
export async function getHeld(tx: Db, person: Person, inviteId: string, now: Date): Promise<HeldInvite> {
  const invite = await lockInvite(tx, person.organisationId, inviteId, now);
  if (!invite) throw new Problem(404, 'unknown-invite', 'There is no such invite');
  return invite;
}

/**
 * Makes a new link; the old one no longer works, and who had opened it must use the new one unless they are at work.
 * @throws Problem 404 unknown-invite, 409 when there is no work left to do with it, 400 bad-start-by
 */
export async function resend(
  { sql, queue, clock, publicUrl, canMail }: Needs,
  person: Person,
  inviteId: string,
  asked: { startBy?: string; sendMail?: boolean },
): Promise<MadeRow> {
  const now = clock();
  const token = makeSecret();
  return sql.begin(async (tx) => {
    const invite = await getHeld(tx, person, inviteId, now);
    requireInviteAction(invite.state, 'resend');
    const kept = invite.state === 'expired' ? usualStartBy(now) : invite.startBy;
    const startBy = asked.startBy === undefined ? kept : requireStartBy(asked.startBy, now);
    await replaceLink(tx, { id: inviteId, tokenHash: hashSecret(token), startBy });
    await replaceSecret(tx, inviteId, hashSecret(makeSecret()));
    const byMail = canMail && invite.email !== null && asked.sendMail !== false;
    if (byMail) await queueMail(tx, queue, { inviteId, kind: 'invite', queuedAt: now });
    await record(tx, person, inviteId, now, 'invite.resent', { byMail });
    return { invite: await getInvite(tx, inviteId, now), link: byMail ? null : inviteLink(publicUrl, token) };
  });
}

/** @throws Problem 404 unknown-invite, 409 when it has begun or is over, no-mail, no-address, reminded-already */
export async function remind(
  { sql, queue, clock, canMail }: Needs,
  person: Person,
  inviteId: string,
): Promise<ListedInvite> {
  const now = clock();
  return sql.begin(async (tx) => {
    const invite = await getHeld(tx, person, inviteId, now);
    requireInviteAction(invite.state, 'remind');
    if (!canMail) throw new Problem(409, 'no-mail', 'E-mail is not set up on this platform');
    if (invite.email === null)
      throw new Problem(409, 'no-address', 'There is no e-mail address of this candidate');
    requirePause(await findRemindedAt(tx, inviteId), now);
    await queueMail(tx, queue, { inviteId, kind: 'reminder', queuedAt: now });
    await record(tx, person, inviteId, now, 'invite.reminded');
    return getInvite(tx, inviteId, now);
  });
}

/** The link stops working for good. @throws Problem 404 unknown-invite, 409 when it has begun or is over */
export async function revoke({ sql, clock }: Needs, person: Person, inviteId: string): Promise<ListedInvite> {
  const now = clock();
  return sql.begin(async (tx) => {
    const invite = await getHeld(tx, person, inviteId, now);
    requireInviteAction(invite.preparingAt ? 'started' : invite.state, 'revoke');
    await markRevoked(tx, inviteId, now);
    await replaceSecret(tx, inviteId, hashSecret(makeSecret()));
    await record(tx, person, inviteId, now, 'invite.revoked');
    return getInvite(tx, inviteId, now);
  });
}

async function record(
  tx: Db,
  { id: personId, organisationId }: Person,
  subject: string,
  at: Date,
  action: string,
  facts: Record<string, boolean> = {},
): Promise<void> {
  await audit(tx, { at, organisationId, personId, action, subject, facts });
}
