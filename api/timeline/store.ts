import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import type { EntryKind } from './contract.ts';
import { maxEntries, noteOf, type NewEntry } from './timeline.ts';

/**
 * Adds an entry, unless the attempt is for practice, was withdrawn, or its timeline is full.
 * @param quietMs one of the same kind within so long before is enough
 */
export async function record(db: Db, attemptId: string, entry: NewEntry, quietMs = 0): Promise<void> {
  const { at, kind, size = null, note } = entry;
  const since = new Date(at.getTime() - quietMs);
  await db`
    with counted as (
      update attempt set entries = entries + 1
      where id = ${attemptId} and not practice and not withdrawn and entries < ${maxEntries.kept}
        and not exists (
          select from timeline
          where attempt_id = ${attemptId} and timeline.kind = ${kind} and timeline.at > ${since} and ${quietMs > 0})
      returning id)
    insert into timeline (attempt_id, at, kind, size, note)
    select id, ${at}::timestamptz, ${kind}::text, ${size}::integer,
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
    where submission.id = ${asId(submissionId)} and organisation_id = ${organisationId}`;
  return row;
}

/** @returns what happened, the saves of files too, in its order; at most one more than are read of a timeline */
export async function listEntries(db: Db, attemptId: string): Promise<EntryRow[]> {
  return db<EntryRow[]>`
    select id::float8 as id, at, kind, path, size, note from (
      select id, at, kind, null as path, size, note from timeline where attempt_id = ${attemptId}
      union all
      select id, saved_at, case when version.hash is null then 'deleted' else 'saved' end, path,
        length(content), null
      from file_version version left join blob on blob.hash = version.hash
      where attempt_id = ${attemptId} and via <> 'aside'
    ) happened order by happened.id limit ${maxEntries.read + 1}`;
}

/**
 * The files as they were saved at a moment.
 * @param entry the last one that counts; the present files when absent
 */
export async function filesAtEntry(db: Db, attemptId: string, entry?: number): Promise<Map<string, Buffer>> {
  const rows = await db<{ path: string; content: Buffer }[]>`
    select path, content from (
      select distinct on (path) path, hash from file_version
      where attempt_id = ${attemptId} and via <> 'aside'
        and (${entry ?? null}::bigint is null or id <= ${entry ?? null})
      order by path, id desc) newest
    join blob on blob.hash = newest.hash
    order by path collate "C"`;
  return new Map(rows.map(({ path, content }) => [path, content]));
}
