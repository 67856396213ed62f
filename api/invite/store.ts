import type { VersionFacts } from '../challenge/store.ts';
import type { Db } from '../db/connect.ts';
import type { Statement } from '../db/sql.ts';
import { asId } from '../db/id.ts';
import type { AiRule, InviteState } from './contract.ts';

/** The word for where an invite stands: how far the candidate is, unless it was called back or its time is up. */
export function stateOf(db: Db, now: Date) {
  return db`case
    when progress in ('submitted', 'graded', 'withdrawn') then progress
    when revoked_at is not null then 'revoked'
    when progress = 'started' then progress
    when start_by <= ${now} then 'expired'
    else progress end`;
}

type Condition = Statement<Record<string, unknown>[]>;

/** Whether an invite is in the state, in a form whose rows PostgreSQL can estimate. */
export function isIn(db: Db, state: InviteState, now: Date): Condition {
  const holds = db`revoked_at is null and start_by > ${now}`;
  const conditions: Record<InviteState, Condition> = {
    invited: db`progress = 'invited' and ${holds}`,
    opened: db`progress = 'opened' and ${holds}`,
    started: db`progress = 'started' and revoked_at is null`,
    submitted: db`progress = 'submitted'`,
    graded: db`progress = 'graded'`,
    withdrawn: db`progress = 'withdrawn'`,
    expired: db`progress in ('invited', 'opened') and revoked_at is null and start_by <= ${now}`,
    revoked: db`progress in ('invited', 'opened', 'started') and revoked_at is not null`,
  };
  return conditions[state];
}

export async function insertInvite(
  db: Db,
  invite: {
    organisationId: string;
    challengeVersionId: string;
    candidateName: string;
    email?: string;
    tokenHash: Buffer;
    createdBy: string | null;
    createdAt: Date;
    startBy: Date;
    runtimes?: string[];
    extraTime?: number;
    aiRule?: AiRule;
    sharesResult?: boolean;
  },
): Promise<string> {
  const [row] = await db<{ id: string }[]>`insert into invite ${db(invite)} returning id`;
  return row!.id;
}

/** Until the transaction ends nobody else makes invites of the organisation. */
export async function lockOrganisation(tx: Db, organisationId: string): Promise<void> {
  await tx`select 1 from organisation where id = ${organisationId} for no key update`;
}

/** @returns those of the addresses that an invite to the challenge went to which can still be started, or is under way */
export async function listInvitedAlready(
  db: Db,
  invited: { organisationId: string; challenge: string; emails: string[] },
  now: Date,
): Promise<Set<string>> {
  const { organisationId, challenge, emails } = invited;
  const rows = await db<{ email: string }[]>`
    select lower(email) as email from invite
    join challenge_version on challenge_version.id = challenge_version_id
    where organisation_id = ${organisationId} and slug = ${challenge} and lower(email) = any(${emails})
      and ${stateOf(db, now)} in ('invited', 'opened', 'started')`;
  return new Set(rows.map((row) => row.email));
}

/** @returns those of the names that the organisation has invited */
export async function listKnownNames(db: Db, organisationId: string, names: string[]): Promise<Set<string>> {
  const rows = await db<{ candidateName: string }[]>`
    select distinct candidate_name from invite
    where organisation_id = ${organisationId} and candidate_name = any(${names})`;
  return new Set(rows.map((row) => row.candidateName));
}

export interface FoundInvite {
  id: string;
  challengeVersionId: string;
  organisationId: string;
  organisation: string;
  candidateName: string;
  sharesResult: boolean;
  runtimes: string[] | null;
  facts: VersionFacts;
  state: InviteState;
}

export async function findInviteByToken(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<FoundInvite | undefined> {
  const [row] = await db<FoundInvite[]>`
    select invite.id, challenge_version_id, organisation_id, organisation.name as organisation, candidate_name,
      shares_result, runtimes, facts, ${stateOf(db, now)} as state
    from invite
    join organisation on organisation.id = invite.organisation_id
    join challenge_version on challenge_version.id = invite.challenge_version_id
    where token_hash = ${tokenHash}`;
  return row;
}

/** Makes the invite's attempt, or finds the one it has. @returns its id, and whether it was made only now */
export async function openAttempt(
  db: Db,
  invite: FoundInvite,
  secretHash: Buffer,
  now: Date,
): Promise<{ attemptId: string; first: boolean }> {
  const [row] = await db<{ attemptId: string; first: boolean }[]>`
    insert into attempt (invite_id, challenge_version_id, secret_hash, opened_at)
    values (${invite.id}, ${invite.challengeVersionId}, ${secretHash}, ${now})
    on conflict (invite_id, practice, follow_up) do update set secret_hash = excluded.secret_hash
    returning id as attempt_id, xmax = 0 as first`;
  return row!;
}

/** An invite that something is about to be done with, and how far its attempt is. */
export interface HeldInvite {
  id: string;
  organisationId: string;
  state: InviteState;
  email: string | null;
  startBy: Date;
  extraTime: number;
  /** Of the challenge, which extra time multiplies. */
  minutes: number;
  attemptId: string | null;
  preparingAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** Until the transaction ends nobody else changes the invite. @returns undefined when the organisation has none such */
export async function lockInvite(
  tx: Db,
  organisationId: string,
  inviteId: string,
  now: Date,
): Promise<HeldInvite | undefined> {
  // The attempt before the invite: a submission holds the attempt while it looks at the invite.
  await tx`
    select 1 from attempt join invite on invite.id = invite_id
    where invite.id = ${asId(inviteId)} and organisation_id = ${organisationId} and not practice for update of attempt`;
  const [row] = await tx<HeldInvite[]>`
    select invite.id, organisation_id, ${stateOf(tx, now)} as state, email, start_by, extra_time,
      (facts->'summary'->>'minutes')::int as minutes, attempt.id as attempt_id, preparing_at, started_at, ended_at
    from invite
    join challenge_version on challenge_version.id = invite.challenge_version_id
    left join attempt on attempt.invite_id = invite.id and not practice
    where invite.id = ${asId(inviteId)} and organisation_id = ${organisationId}
    for update of invite`;
  return row;
}

export async function setExtraTime(tx: Db, inviteId: string, extraTime: number): Promise<void> {
  await tx`update invite set extra_time = ${extraTime} where id = ${inviteId}`;
}

/** Moves the deadline of an attempt that runs. */
export async function addMinutes(tx: Db, attemptId: string, minutes: number): Promise<void> {
  await tx`
    update attempt set deadline = deadline + ${minutes} * interval '1 minute'
    where id = ${attemptId} and ended_at is null`;
}

export async function markRevoked(tx: Db, inviteId: string, now: Date): Promise<void> {
  await tx`update invite set revoked_at = ${now} where id = ${inviteId}`;
}

/** Makes another link the one that works. */
export async function replaceLink(
  tx: Db,
  { id, tokenHash, startBy }: { id: string; tokenHash: Buffer; startBy: Date },
): Promise<void> {
  await tx`update invite set token_hash = ${tokenHash}, start_by = ${startBy} where id = ${id}`;
}

/** Turns those away who opened the invite before and have not begun. */
export async function replaceSecret(tx: Db, inviteId: string, secretHash: Buffer): Promise<void> {
  await tx`
    update attempt set secret_hash = ${secretHash}
    where invite_id = ${inviteId} and not practice and preparing_at is null`;
}
