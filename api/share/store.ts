import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import type { ShareRow } from './share.ts';
import type { Shows } from './shared.ts';

/** @returns undefined when the organisation has no such submission */
export async function findShareable(
  db: Db,
  organisationId: string,
  submissionId: string,
): Promise<{ inviteId: string; graded: boolean } | undefined> {
  const [row] = await db<{ inviteId: string; graded: boolean }[]>`
    select invite.id as invite_id, exists (select from grading where submission_id = submission.id and counts) as graded
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    where submission.id = ${asId(submissionId)} and organisation_id = ${organisationId}`;
  return row;
}

/** @returns every link that was made to a scorecard, the newest first */
export async function listShares(db: Db, submissionId: string): Promise<ShareRow[]> {
  return db<ShareRow[]>`
    ${select(db)} where submission_id = ${submissionId} order by share_link.created_at desc, share_link.id`;
}

export async function insertShare(
  tx: Db,
  share: Shows & {
    submissionId: string;
    tokenHash: Buffer;
    createdBy: string;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<ShareRow> {
  const [row] = await tx<{ id: string }[]>`insert into share_link ${tx(share)} returning id`;
  return getShare(tx, row!.id);
}

/** @returns the link, and whether it is this call that ended it; undefined when the organisation has no such link */
export async function revokeShare(
  tx: Db,
  organisationId: string,
  shareId: string,
  now: Date,
): Promise<{ share: ShareRow; inviteId: string; ended: boolean } | undefined> {
  const [found] = await tx<{ id: string; inviteId: string; revokedAt: Date | null }[]>`
    select share_link.id, invite.id as invite_id, share_link.revoked_at
    from share_link
    join submission on submission.id = share_link.submission_id
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    where share_link.id = ${asId(shareId)} and organisation_id = ${organisationId} for update of share_link`;
  if (!found) return undefined;
  await tx`update share_link set revoked_at = ${now} where id = ${found.id} and revoked_at is null`;
  const { id, inviteId, revokedAt } = found;
  return { share: await getShare(tx, id), inviteId, ended: revokedAt === null };
}

export interface OpenedShare extends Shows {
  submissionId: string;
  organisationId: string;
  expiresAt: Date;
}

/** Counts that it was opened. @returns undefined for a link that is unknown, expired or revoked */
export async function openShare(db: Db, tokenHash: Buffer, now: Date): Promise<OpenedShare | undefined> {
  const [row] = await db<OpenedShare[]>`
    update share_link set opened = opened + 1, last_opened_at = ${now}
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    where share_link.token_hash = ${tokenHash} and share_link.revoked_at is null and expires_at > ${now}
      and submission.id = share_link.submission_id
    returning submission_id, organisation_id, expires_at, shows_name, shows_source`;
  return row;
}

async function getShare(db: Db, id: string): Promise<ShareRow> {
  const [row] = await db<ShareRow[]>`${select(db)} where share_link.id = ${id}`;
  return row!;
}

function select(db: Db) {
  return db`
    select share_link.id, share_link.created_at, person.name as created_by, expires_at, revoked_at, shows_name,
      shows_source, opened, last_opened_at
    from share_link left join person on person.id = share_link.created_by`;
}
