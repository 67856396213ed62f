import type { VersionFacts } from '../challenge/store.ts';
import { treeHash } from '../challenge/tree.ts';
import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import { Problem } from '../http/problem.ts';
import type { AiRule } from '../invite/contract.ts';
import type { AttemptTimes, StoredFile } from './attempt.ts';

export interface AttemptRow extends AttemptTimes {
  id: string;
  inviteId: string;
  organisationId: string;
  organisation: string;
  /** Days after the end of the work; null for as long as nobody deletes it. */
  anonymiseAfterDays: number | null;
  deleteAfterDays: number | null;
  slug: string;
  runtime: string | null;
  /** Those that the invite leaves to choose among; null for all of the challenge's. */
  runtimes: string[] | null;
  /** Until when the invite lets the work begin, unless it was called back. */
  startBy: Date;
  revokedAt: Date | null;
  facts: VersionFacts;
  submissionId: string | null;
  /** The attempt that this one is practice for. */
  practiceOf: string | null;
  /** Of a follow-up, the snapshot that it begins with. */
  follows: string | null;
  /** Whether the time stands still for want of a sandbox. */
  clockStands: boolean;
  extraTime: number;
  aiRule: AiRule;
  sharesResult: boolean;
  signedName: string | null;
  signedAt: Date | null;
  accommodation: string | null;
  disclosure: string | null;
}

/** The deadline as it is now: while the candidate's sandbox is lost it moves along with the clock. */
export function dueOf(db: Db) {
  return db`(deadline + coalesce((
    select clock_timestamp() - ${standingSince(db)}
    from workspace where workspace.attempt_id = attempt.id and lost_at is not null), interval '0'))`;
}

/** Since when time stands still for a lost sandbox: what has been given back already is not given twice. */
function standingSince(db: Db) {
  return db`greatest(lost_at, started_at, (select max(ended_at) from outage where outage.attempt_id = attempt.id))`;
}

export async function getAttempt(db: Db, id: string): Promise<AttemptRow> {
  const [row] = await db<AttemptRow[]>`
    select attempt.id, attempt.invite_id, organisation_id, organisation.name as organisation, anonymise_after_days,
      delete_after_days, slug, facts, attempt.runtime, attempt.preparing_at,
      attempt.started_at, ${dueOf(db)} as deadline, attempt.ended_at, attempt.withdrawn, attempt.practice,
      attempt.follow_up > 0 as follow_up,
      case when not attempt.practice then runtimes end as runtimes,
      start_by, revoked_at, submission.id as submission_id, extra_time, ai_rule, shares_result, attempt.signed_name, attempt.signed_at,
      attempt.accommodation, attempt.disclosure,
      (select earnest.id from attempt earnest
        where attempt.practice and attempt.follow_up = 0 and earnest.invite_id = attempt.invite_id
          and not earnest.practice) as practice_of,
      (select snapshot_hash from attempt earnest join submission handed_in on handed_in.attempt_id = earnest.id
        where attempt.follow_up > 0 and earnest.invite_id = attempt.invite_id and not earnest.practice) as follows,
      attempt.deadline is not null and exists (
        select from workspace where workspace.attempt_id = attempt.id and lost_at is not null) as clock_stands
    from attempt
    join invite on invite.id = attempt.invite_id
    join organisation on organisation.id = invite.organisation_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id
    left join submission on submission.attempt_id = attempt.id
    where attempt.id = ${id}`;
  if (!row) throw new Problem(404, 'unknown-attempt', 'There is no such attempt');
  return row;
}

/** Like getAttempt; until the transaction ends nobody else changes the attempt or its files. */
export async function lockAttempt(tx: Db, id: string): Promise<AttemptRow> {
  // Sent at once, and so before the question: what it answers is as of after the lock.
  const locked = tx`select 1 from attempt where id = ${id} for update`.then();
  const [, attempt] = await Promise.all([locked, getAttempt(tx, id)]);
  return attempt;
}

export async function holdsAttempt(db: Db, id: string, secretHash: Buffer): Promise<boolean> {
  const rows = await db`select 1 from attempt where id = ${asId(id)} and secret_hash = ${secretHash}`;
  return rows.length === 1;
}

/** @returns false when the attempt is not waiting: somebody was quicker, or it is over */
export async function markPreparing(db: Db, id: string, runtime: string, now: Date): Promise<boolean> {
  const rows = await db`
    update attempt set preparing_at = ${now}, runtime = ${runtime}
    where id = ${id} and preparing_at is null and started_at is null and ended_at is null returning id`;
  return rows.length === 1;
}

/** The clock has not run: the attempt waits again, for another try. */
export async function markWaiting(db: Db, id: string): Promise<void> {
  await db`update attempt set preparing_at = null, runtime = null where id = ${id} and started_at is null`;
}

/** @param deadline null for practice */
export async function markStarted(db: Db, id: string, now: Date, deadline: Date | null): Promise<void> {
  await db`update attempt set started_at = ${now}, deadline = ${deadline} where id = ${id}`;
}

/** Gives an attempt the time back in which it had no sandbox, and records it. */
export async function creditLost(tx: Db, id: string, lostAt: Date): Promise<void> {
  await credit(tx, { since: lostAt, reason: 'sandbox', id });
}

/** Gives every running attempt the time back in which the platform did not answer, and records it. */
export async function creditSilence(tx: Db, since: Date): Promise<void> {
  await credit(tx, { since, reason: 'platform', id: null });
}

async function credit(tx: Db, given: { since: Date; reason: string; id: string | null }): Promise<void> {
  await tx`
    with given as (
      insert into outage (attempt_id, began_at, ended_at, reason)
      select id, began, clock_timestamp(), ${given.reason} from (
        select id, deadline, greatest(${given.since}, started_at,
          (select max(ended_at) from outage where attempt_id = attempt.id)) as began
        from attempt
        where started_at is not null and ended_at is null and id = coalesce(${given.id}::uuid, id)) running
      where began < clock_timestamp() and began < deadline
      returning attempt_id, ended_at - began_at as length)
    update attempt set deadline = deadline + length from given where attempt.id = attempt_id`;
}

export interface OutageRow {
  beganAt: Date;
  endedAt: Date;
  reason: 'platform' | 'sandbox';
}

/** @returns the time given back to an attempt, the newest last */
export async function listOutages(db: Db, id: string): Promise<OutageRow[]> {
  return db<OutageRow[]>`
    select began_at, ended_at, reason from outage where attempt_id = ${id} order by ended_at`;
}

/** The first signature stands. */
export async function markSigned(db: Db, id: string, name: string, now: Date): Promise<boolean> {
  const rows = await db`
    update attempt set signed_name = ${name}, signed_at = ${now}
    where id = ${id} and signed_at is null returning id`;
  return rows.length === 1;
}

export async function setAccommodation(db: Db, id: string, text: string): Promise<void> {
  await db`update attempt set accommodation = ${text} where id = ${id}`;
}

export async function setDisclosure(db: Db, id: string, text: string): Promise<void> {
  await db`update attempt set disclosure = ${text} where id = ${id}`;
}

interface PracticeRow {
  id: string;
  challengeVersionId: string;
  runtime: string | null;
  endedAt: Date | null;
}

/** Makes the practice attempt that goes with an invite, or finds the one there is. */
export async function openPractice(
  tx: Db,
  practice: { inviteId: string; challengeVersionId: string; secretHash: Buffer; openedAt: Date },
): Promise<PracticeRow> {
  const row = { ...practice, practice: true };
  const [found] = await tx<PracticeRow[]>`
    insert into attempt ${tx(row)}
    on conflict (invite_id, practice, follow_up) do update set secret_hash = excluded.secret_hash
    returning id, challenge_version_id, runtime, ended_at`;
  return found!;
}

/** Forgets what was done for practice. */
export async function clearPractice(tx: Db, id: string, challengeVersionId: string): Promise<void> {
  await tx`
    delete from attempt_file using attempt
    where attempt.id = attempt_id and attempt.id = ${id} and practice`;
  await tx`
    delete from file_version using attempt
    where attempt.id = attempt_id and attempt.id = ${id} and practice`;
  await tx`
    update attempt set challenge_version_id = ${challengeVersionId}, runtime = null, preparing_at = null,
      started_at = null, ended_at = null, saved_bytes = 0
    where id = ${id} and practice`;
}

/** @returns the practice attempt that was ended, if there was one */
export async function endPractice(tx: Db, inviteId: string, now: Date): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`
    update attempt set ended_at = ${now}
    where invite_id = ${inviteId} and practice and follow_up = 0 and ended_at is null returning id`;
  return row?.id;
}

export async function markWithdrawn(tx: Db, id: string, now: Date): Promise<void> {
  await tx`update attempt set ended_at = ${now}, withdrawn = true where id = ${id} and ended_at is null`;
}

/** @returns every path ever saved, deleted ones too */
export async function listStoredFiles(db: Db, attemptId: string): Promise<StoredFile[]> {
  return db<StoredFile[]>`
    select path, hash, bytes, rev, deleted, page from attempt_file where attempt_id = ${attemptId}
    order by path collate "C"`;
}

export function treeHashOf(files: StoredFile[]): string {
  return treeHash(files.filter((file) => !file.deleted).map(({ path, hash }) => [path, hash] as const));
}

export async function findFile(db: Db, attemptId: string, path: string) {
  const [row] = await db<{ content: Buffer; rev: number; hash: string; page: string | null }[]>`
    select content, rev, blob.hash, page from attempt_file join blob on blob.hash = attempt_file.hash
    where attempt_id = ${attemptId} and path = ${path} and not deleted`;
  return row;
}

/** Stores a file, or that it is deleted. */
export async function upsertFile(db: Db, attemptId: string, file: StoredFile, now: Date): Promise<void> {
  const row = { attemptId, ...file, savedAt: now };
  await db`
    insert into attempt_file ${db(row)} on conflict (attempt_id, path) do update
    set hash = excluded.hash, bytes = excluded.bytes, rev = excluded.rev, deleted = excluded.deleted,
      page = excluded.page, saved_at = excluded.saved_at`;
}

/** Counts what a save adds. @returns the bytes of every save of the attempt so far */
export async function addSavedBytes(tx: Db, id: string, bytes: number): Promise<number> {
  const [row] = await tx<{ saved: number }[]>`
    update attempt set saved_bytes = saved_bytes + ${bytes} where id = ${id} returning saved_bytes::float8 as saved`;
  return row!.saved;
}

/** @returns the files of the attempt with their contents */
export async function getFiles(db: Db, attemptId: string): Promise<Map<string, Buffer>> {
  const rows = await db<{ path: string; content: Buffer }[]>`
    select path, content from attempt_file join blob on blob.hash = attempt_file.hash
    where attempt_id = ${attemptId} and not deleted`;
  return new Map(rows.map(({ path, content }) => [path, content]));
}
