import type { Db } from '../db/connect.ts';

/** Keeps a new ticket's hash, and forgets what has expired of the same attempt. */
export async function insertTicket(
  db: Db,
  ticket: { hash: Buffer; attemptId: string; expiresAt: Date },
  now: Date,
): Promise<void> {
  await db`delete from preview_pass where attempt_id = ${ticket.attemptId} and expires_at <= ${now}`;
  await db`insert into preview_pass ${db(ticket)}`;
}

/**
 * Makes an unused ticket into a pass: one statement, so that of two who come with it only one gets in.
 * @returns false when the ticket is not one of this attempt's, was used or is too old
 */
export async function swapTicket(
  db: Db,
  ticket: { hash: Buffer; attemptId: string },
  pass: { hash: Buffer; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const rows = await db`
    update preview_pass set hash = ${pass.hash}, expires_at = ${pass.expiresAt}, opened_at = ${now}
    where hash = ${ticket.hash} and attempt_id = ${ticket.attemptId} and opened_at is null and expires_at > ${now}
    returning hash`;
  return rows.length === 1;
}

/** @returns the challenge of an attempt that runs, when one of `hashes` is a pass to its preview */
export async function findPreview(
  db: Db,
  attemptId: string,
  hashes: Buffer[],
  now: Date,
): Promise<{ slug: string } | undefined> {
  const [row] = await db<{ slug: string }[]>`
    select slug from preview_pass
    join attempt on attempt.id = attempt_id
    join challenge_version on challenge_version.id = challenge_version_id
    where hash = any(${hashes}) and attempt_id = ${attemptId} and preview_pass.opened_at is not null
      and expires_at > ${now} and started_at is not null and ended_at is null`;
  return row;
}
