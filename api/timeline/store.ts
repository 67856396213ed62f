import type { Db } from '../db/connect.ts';
import type { EntryKind } from './contract.ts';
import { limitOf, noteOf, type NewEntry } from './timeline.ts';

/** Adds an entry, unless the attempt is for practice, was withdrawn, or its timeline is full. */
export async function record(db: Db, attemptId: string, entry: NewEntry): Promise<void> {
  const { at, kind, path = null, hash = null, size = null, note } = entry;
  await db`
    with counted as (
      update attempt set entries = entries + 1
      where id = ${attemptId} and not practice and not withdrawn and entries < ${limitOf(kind)} returning id)
    insert into timeline (attempt_id, at, kind, path, hash, size, note)
    select id, ${at}::timestamptz, ${kind}::text, ${path}::text, ${hash}::text, ${size}::integer,
      ${note === undefined ? null : noteOf(note)}::text
    from counted`;
}

export interface EntryRow {
  id: number;
  at: Date;
  kind: EntryKind;
  path: string | null;
  size: number | null;
  note: string | null;
}

export interface TimelineRow {
  attemptId: string;
  startedAt: Date;
  endedAt: Date;
  entries: number;
  aiRule: 'open' | 'disclosed' | 'none';
  signedName: string | null;
  /** Whether somebody has decided about the candidate. */
  decided: boolean;
  signedAt: Date | null;
  disclosure: string | null;
}

/** @returns undefined when the organisation has no such submission */
export async function findTimeline(
  db: Db,
  organisationId: string,
  submissionId: string,
): Promise<TimelineRow | undefined> {
  const [row] = await db<TimelineRow[]>`
    select attempt.id as attempt_id, started_at, ended_at, entries, ai_rule, signed_name, signed_at, disclosure,
      exists (select from decision where decision.submission_id = submission.id) as decided
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    where submission.id::text = ${submissionId} and organisation_id = ${organisationId}`;
  return row;
}

/** @returns everything that happened, in its order */
export async function listEntries(db: Db, attemptId: string): Promise<EntryRow[]> {
  return db<EntryRow[]>`
    select id::float8 as id, at, kind, path, size, note from timeline
    where attempt_id = ${attemptId} order by timeline.id`;
}

/**
 * The files as they were saved at a moment.
 * @param entry the last one that counts; the present files when absent
 */
export async function filesAtEntry(db: Db, attemptId: string, entry?: number): Promise<Map<string, Buffer>> {
  const rows = await db<{ path: string; content: Buffer }[]>`
    select path, content from (
      select distinct on (path) path, kind, hash from timeline
      where attempt_id = ${attemptId} and path is not null and (${entry ?? null}::bigint is null or id <= ${entry ?? null})
      order by path, id desc) newest
    join blob on blob.hash = newest.hash
    order by path collate "C"`;
  return new Map(rows.map(({ path, content }) => [path, content]));
}
