// Every content a file ever had. Nothing here is ever changed or removed.
import { isUtf8 } from 'node:buffer';
import { checkPath, checkSizes } from '../challenge/tree.ts';
import type { Db, Sql } from '../db/connect.ts';
import { saveBlob } from '../db/trees.ts';
import { Problem } from '../http/problem.ts';
import { requireAction, requireSaved } from './attempt.ts';
import type { FileVersion } from './contract.ts';
import { addSavedBytes, lockAttempt } from './store.ts';

/** `starter` is what an attempt begins with; `aside` lost against another change. */
type Via = 'starter' | 'editor' | 'sandbox' | 'aside';

interface NewVersion {
  path: string;
  /** Null where the file was deleted. */
  hash: string | null;
  via: Via;
  /** The candidate is to be asked about it. */
  open?: boolean;
}

/** @returns the version's id */
export async function insertVersion(
  db: Db,
  attemptId: string,
  { path, hash, via, open = false }: NewVersion,
  now: Date,
): Promise<number> {
  const row = { attemptId, path, hash, via, open, savedAt: now };
  const [inserted] = await db<{ id: number }[]>`
    insert into file_version ${db(row)} returning id::float8 as id`;
  return inserted!.id;
}

/** @returns the files the attempt began with; the content is null where it is not text */
export async function listStarter(db: Db, attemptId: string) {
  const rows = await db<{ path: string; content: Buffer }[]>`
    select path, content from file_version join blob on blob.hash = file_version.hash
    where attempt_id = ${attemptId} and via = 'starter' order by path collate "C"`;
  return rows.map(({ path, content }) => ({ path, content: isUtf8(content) ? content.toString() : null }));
}

/** @returns changes from the sandbox that met another one of the same file, and wait for the candidate's choice */
export async function listClashes(db: Db, attemptId: string) {
  return db<{ path: string; version: number }[]>`
    select distinct on (path) path, id::float8 as version from file_version
    where attempt_id = ${attemptId} and open order by path, id desc`;
}

/** The candidate has chosen. */
export async function settleClash(db: Db, attemptId: string, path: string): Promise<void> {
  await db`update file_version set open = false where attempt_id = ${attemptId} and path = ${path} and open`;
}

/**
 * @returns the contents a file had, the newest first: the last text and the last deletion of each minute, and each that is not the editor's, at
 * most 300
 */
export async function listVersions(db: Db, attemptId: string, path: string): Promise<FileVersion[]> {
  const rows = await db<(Omit<FileVersion, 'at'> & { at: Date })[]>`
    select id::float8 as id, via, saved_at as at, length(content) as bytes
    from (
      select *, row_number() over (partition by date_trunc('minute', saved_at), via = 'editor', hash is null
        order by id desc) as place
      from file_version where attempt_id = ${attemptId} and path = ${path}
    ) version left join blob on blob.hash = version.hash
    where place = 1 or via <> 'editor'
    order by id desc limit 300`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** @returns what the file held; null where it was deleted. @throws Problem 404 no-such-version, 415 not-text */
export async function readVersion(db: Db, attemptId: string, id: string) {
  const [row] = await db<{ path: string; content: Buffer | null }[]>`
    select path, content from file_version left join blob on blob.hash = file_version.hash
    where attempt_id = ${attemptId} and id::text = ${id}`;
  if (!row) throw new Problem(404, 'no-such-version', 'There is no such version');
  if (row.content && !isUtf8(row.content))
    throw new Problem(415, 'not-text', `${row.path} is not a text file`);
  return { path: row.path, content: row.content?.toString() ?? null };
}

/**
 * Keeps a text that the candidate gives up for another, so that it can be had back.
 * @throws Problem 409 time-is-up; 400 and 413 for what a workspace may not hold
 */
export async function keepAside(
  sql: Sql,
  attemptId: string,
  { path, content }: { path: string; content: string },
  now: Date,
): Promise<{ id: number }> {
  checkPath(path);
  const bytes = Buffer.from(content);
  checkSizes(new Map([[path, bytes.length]]));
  return sql.begin(async (tx) => {
    requireAction(await lockAttempt(tx, attemptId), 'edit', now);
    requireSaved(await addSavedBytes(tx, attemptId, bytes.length));
    const hash = await saveBlob(tx, bytes);
    return { id: await insertVersion(tx, attemptId, { path, hash, via: 'aside' }, now) };
  });
}
