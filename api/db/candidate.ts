// How what is kept of a candidate goes, for good. A table that hangs on an invite, an attempt or a submission by a foreign key
// `on delete cascade` needs nothing here; one that tells who somebody is must be named in `anonymiseCandidate`.
import type { Db } from './connect.ts';

/**
 * Deletes a candidate: the invite and all that hangs on it, the contents that nobody else has, and what the audit log says
 * of them.
 * @returns false, with nothing done, when a legal hold stands or there is no such candidate
 */
export async function deleteCandidate(tx: Db, inviteId: string, now: Date): Promise<boolean> {
  if (!(await lockCandidate(tx, inviteId))) return false;
  const contents = await contentsOf(tx, inviteId);
  await tx`delete from invite where id = ${inviteId}`;
  await dropUnshared(tx, contents);
  await eraseAudit(tx, inviteId, now);
  return true;
}

/**
 * Removes what tells who a candidate is: name, signature, what they asked for and told, practice, every version of their
 * files but those handed in, and the timeline. Times, the files handed in and what was measured stay.
 * @returns false, with nothing done, when a legal hold stands or there is no such candidate
 */
export async function anonymiseCandidate(tx: Db, inviteId: string, now: Date): Promise<boolean> {
  if (!(await lockCandidate(tx, inviteId))) return false;
  const contents = await contentsOf(tx, inviteId);
  await tx`delete from attempt where invite_id = ${inviteId} and practice`;
  await tx`delete from attempt_file using attempt where attempt.id = attempt_id and invite_id = ${inviteId}`;
  await tx`delete from file_version using attempt where attempt.id = attempt_id and invite_id = ${inviteId}`;
  await tx`delete from timeline using attempt where attempt.id = attempt_id and invite_id = ${inviteId}`;
  await tx`
    update attempt set signed_name = null, signed_at = null, accommodation = null, disclosure = null, entries = 0
    where invite_id = ${inviteId}`;
  await tx`
    update invite set candidate_name = 'Candidate ' || left(id::text, 4), anonymised_at = ${now}
    where id = ${inviteId}`;
  await dropUnshared(tx, contents);
  await eraseAudit(tx, inviteId, now);
  return true;
}

/**
 * Waits for whoever changes something now, and lets nobody else. Workspaces first, as a runner takes them.
 * @returns whether the candidate may go; then their sandboxes are ended
 */
async function lockCandidate(tx: Db, inviteId: string): Promise<boolean> {
  await tx`
    select 1 from workspace join attempt on attempt.id = attempt_id where invite_id = ${inviteId} for update of workspace`;
  await tx`select 1 from attempt where invite_id = ${inviteId} for update`;
  const [invite] = await tx<{ held: boolean }[]>`
    select hold_reason is not null as held from invite where id = ${inviteId} for update`;
  if (!invite || invite.held) return false;
  await tx`delete from workspace using attempt where attempt.id = attempt_id and invite_id = ${inviteId}`;
  return true;
}

interface Contents {
  snapshots: string[];
  blobs: string[];
}

async function contentsOf(tx: Db, inviteId: string): Promise<Contents> {
  const [snapshots, blobs] = [
    await tx<{ hash: string }[]>`
      select snapshot_hash as hash from submission join attempt on attempt.id = attempt_id
      where invite_id = ${inviteId}`,
    await tx<{ hash: string }[]>`
      with mine as (select id from attempt where invite_id = ${inviteId})
      select hash from attempt_file join mine on mine.id = attempt_id
      union select hash from file_version join mine on mine.id = attempt_id where hash is not null
      union select entry->>1 from submission join mine on mine.id = attempt_id
        join snapshot on snapshot.hash = snapshot_hash, jsonb_array_elements(entries) entry`,
  ];
  return { snapshots: snapshots.map(({ hash }) => hash), blobs: blobs.map(({ hash }) => hash) };
}

/** Nobody may begin to use a content while it is looked whether somebody does, so saves wait for the end of the transaction. */
async function dropUnshared(tx: Db, { snapshots, blobs }: Contents): Promise<void> {
  await tx`lock table blob, snapshot in share row exclusive mode`;
  await tx`
    delete from snapshot where hash = any(${snapshots})
      and not exists (select from submission where snapshot_hash = snapshot.hash)
      and not exists (
        select from challenge_version, jsonb_each_text(facts->'starters') starter where starter.value = snapshot.hash)`;
  await tx`
    delete from blob where hash = any(${blobs})
      and not exists (select from attempt_file where attempt_file.hash = blob.hash)
      and not exists (select from file_version where file_version.hash = blob.hash)
      and not exists (
        select from snapshot where entries @> jsonb_build_array(jsonb_build_array(blob.hash)))`;
}

/** Lines stay, and what they said of the candidate goes. The table's own trigger allows this and no more. */
async function eraseAudit(tx: Db, inviteId: string, now: Date): Promise<void> {
  await tx`
    update audit set before = null, after = null, facts = '{}', erased_at = ${now},
      address = case when actor = 'person' then address end
    where invite_id = ${inviteId} and erased_at is null`;
}
