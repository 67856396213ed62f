import type { Db } from '../../db/connect.ts';
import type { InviteMail, InviteState } from '../contract.ts';
import { stateOf } from '../store.ts';

export async function insertMail(
  tx: Db,
  mail: { inviteId: string; kind: InviteMail['kind']; queuedAt: Date },
): Promise<string> {
  const [row] = await tx<{ id: string }[]>`insert into invite_mail ${tx(mail)} returning id`;
  return row!.id;
}

/** @returns when the last reminder was asked for that was not refused */
export async function findRemindedAt(db: Db, inviteId: string): Promise<Date | null> {
  const [row] = await db<{ at: Date | null }[]>`
    select max(queued_at) as at from invite_mail
    where invite_id = ${inviteId} and kind = 'reminder' and failed_at is null`;
  return row!.at;
}

/** An e-mail that waits, with what its text is made of. */
export interface WaitingMail {
  inviteId: string;
  kind: InviteMail['kind'];
  queuedAt: Date;
  /** A later e-mail brings a link of its own. */
  overtaken: boolean;
  state: InviteState;
  organisation: string;
  candidateName: string;
  email: string | null;
  title: string;
  /** Of the challenge, before extra time. */
  minutes: number;
  extraTime: number;
  startBy: Date;
  /** When the link it reminds of was sent, if it was. */
  linkSentAt: Date | null;
}

/** Until the transaction ends nobody else handles it. @returns undefined when it does not wait, or is gone */
export async function lockWaitingMail(tx: Db, id: string, now: Date): Promise<WaitingMail | undefined> {
  const [row] = await tx<WaitingMail[]>`
    select invite.id as invite_id, kind, queued_at, ${stateOf(tx, now)} as state, organisation.name as organisation,
      candidate_name, email, title, (facts->'summary'->>'minutes')::int as minutes, extra_time, start_by,
      kind = 'invite' and exists (
        select from invite_mail later
        where later.invite_id = invite.id and later.kind = 'invite' and later.queued_at > invite_mail.queued_at
      ) as overtaken,
      (select max(sent_at) from invite_mail earlier
        where earlier.invite_id = invite.id and earlier.kind = 'invite') as link_sent_at
    from invite_mail
    join invite on invite.id = invite_mail.invite_id
    join organisation on organisation.id = organisation_id
    join challenge_version on challenge_version.id = challenge_version_id
    where invite_mail.id = ${id} and sent_at is null and failed_at is null
    for update of invite_mail`;
  return row;
}

export async function markSent(db: Db, id: string, now: Date): Promise<void> {
  await db`update invite_mail set sent_at = ${now}, problem = null where id = ${id} and failed_at is null`;
}

/** It is tried again. */
export async function markDelayed(db: Db, id: string, problem: string): Promise<void> {
  await db`update invite_mail set problem = ${problem} where id = ${id}`;
}

/** It is never sent. */
export async function markFailed(db: Db, id: string, problem: string, now: Date): Promise<void> {
  await db`update invite_mail set failed_at = ${now}, problem = ${problem} where id = ${id} and sent_at is null`;
}

/** The link of an e-mail that is just being sent is the one that works. */
export async function setToken(tx: Db, inviteId: string, tokenHash: Buffer): Promise<void> {
  await tx`update invite set token_hash = ${tokenHash} where id = ${inviteId}`;
}
