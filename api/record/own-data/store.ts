// All that is kept of a candidate, read for themselves. Secrets are left out, and so is who else works for the organisation.
import type { Db } from '../../db/connect.ts';

/** Whose data it is. */
export interface Owner {
  inviteId: string;
  organisationId: string;
  sharesResult: boolean;
}

/** @param attemptId of the work, of the practice or of a follow-up: the candidate is one */
export async function getOwner(db: Db, attemptId: string): Promise<Owner> {
  const [row] = await db<Owner[]>`
    select invite_id, organisation_id, shares_result from attempt join invite on invite.id = invite_id
    where attempt.id = ${attemptId}`;
  return row!;
}

export async function getInviteData(db: Db, inviteId: string): Promise<object> {
  const [row] = await db`
    select organisation.name as organisation, candidate_name, email, runtimes, title as challenge,
      invite.created_at as invited_at, start_by,
      revoked_at, extra_time, ai_rule, shares_result, anonymised_at, anonymise_after_days, delete_after_days
    from invite
    join organisation on organisation.id = organisation_id
    join challenge_version on challenge_version.id = challenge_version_id
    where invite.id = ${inviteId}`;
  return row!;
}

interface AttemptData {
  id: string;
  practice: boolean;
  followUp: number;
}

export async function listAttempts(db: Db, inviteId: string): Promise<AttemptData[]> {
  return db<AttemptData[]>`
    select id, practice, follow_up, opened_at, runtime, preparing_at, started_at, deadline, ended_at, withdrawn, signed_name,
      signed_at, accommodation, disclosure
    from attempt where invite_id = ${inviteId} order by practice, follow_up`;
}

export async function listFiles(db: Db, attemptId: string): Promise<{ hash: string }[]> {
  return db<{ hash: string }[]>`
    select path, hash, bytes, rev as saves, deleted, saved_at from attempt_file
    where attempt_id = ${attemptId} order by path collate "C"`;
}

export async function listVersions(db: Db, attemptId: string): Promise<{ hash: string | null }[]> {
  return db<{ hash: string | null }[]>`
    select id::float8 as id, path, hash, via, saved_at from file_version where attempt_id = ${attemptId}
    order by file_version.id`;
}

/** @returns what was handed in; undefined when nothing was */
export async function findHandedIn(
  db: Db,
  attemptId: string,
): Promise<{ files: [path: string, hash: string][] } | undefined> {
  const [row] = await db<{ files: [string, string][] }[]>`
    select submission.id, submitted_at, by_deadline, snapshot_hash as fingerprint, entries as files
    from submission join snapshot on snapshot.hash = snapshot_hash where attempt_id = ${attemptId}`;
  return row;
}

/** @returns the lines of the record about a candidate. Of those that people did it says that one did, and no more. */
export async function listLines(db: Db, inviteId: string): Promise<object[]> {
  return db`
    select at, actor, action, before, after, facts, case when actor <> 'person' then address end as address
    from audit where invite_id = ${inviteId} order by at, id`;
}

export async function getContent(db: Db, hash: string): Promise<Buffer> {
  const [row] = await db<{ content: Buffer }[]>`select content from blob where hash = ${hash}`;
  return row!.content;
}
