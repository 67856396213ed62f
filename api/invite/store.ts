import type { VersionFacts } from '../challenge/store.ts';
import type { Db } from '../db/connect.ts';
import type { AiRule, Invite } from './contract.ts';
import { inviteState, type InviteFacts } from './invite.ts';

type Row = Omit<Invite, 'state' | 'createdAt' | 'startBy' | 'challenge'> &
  InviteFacts & { createdAt: Date; slug: string; title: string; decided: boolean };

/** An invite, and whether somebody has decided about its candidate. */
type ListedInvite = Invite & { decided: boolean };

export async function listInvites(db: Db, organisationId: string, now: Date): Promise<ListedInvite[]> {
  const rows = await db<Row[]>`
    ${select(db)} where invite.organisation_id = ${organisationId} order by invite.created_at desc`;
  return rows.map((row) => ({ ...asInvite(row, now), decided: row.decided }));
}

export async function getInvite(db: Db, id: string, now: Date): Promise<Invite> {
  const [row] = await db<Row[]>`${select(db)} where invite.id = ${id}`;
  return asInvite(row!, now);
}

function select(db: Db) {
  return db`
    select invite.id, candidate_name, slug, title, invite.created_at, start_by, revoked_at, opened_at,
      attempt.started_at, submission.id as submission_id, submitted_at,
      grading.finished_at as graded_at, grading.outcome, grading.report->>'band' as band,
      coalesce(withdrawn, false) as withdrawn, ai_rule, shares_result, extra_time, accommodation,
      exists (select from decision where decision.submission_id = submission.id) as decided
    from invite
    join challenge_version on challenge_version.id = invite.challenge_version_id
    left join attempt on attempt.invite_id = invite.id and not attempt.practice
    left join submission on submission.attempt_id = attempt.id
    left join grading on grading.submission_id = submission.id and grading.counts`;
}

function asInvite(row: Row, now: Date): Invite {
  const { id, candidateName, slug, title, submissionId, outcome, band } = row;
  const { aiRule, sharesResult, extraTime, accommodation } = row;
  return {
    id,
    candidateName,
    challenge: { slug, title },
    state: inviteState(row, now),
    createdAt: row.createdAt.toISOString(),
    startBy: row.startBy.toISOString(),
    submissionId,
    outcome,
    band,
    aiRule,
    sharesResult,
    extraTime,
    accommodation,
  };
}

export async function insertInvite(
  db: Db,
  invite: {
    organisationId: string;
    challengeVersionId: string;
    candidateName: string;
    tokenHash: Buffer;
    createdBy: string | null;
    createdAt: Date;
    startBy: Date;
    extraTime?: number;
    aiRule?: AiRule;
    sharesResult?: boolean;
  },
): Promise<string> {
  const [row] = await db<{ id: string }[]>`insert into invite ${db(invite)} returning id`;
  return row!.id;
}

export interface FoundInvite extends InviteFacts {
  id: string;
  challengeVersionId: string;
  organisationId: string;
  organisation: string;
  candidateName: string;
  sharesResult: boolean;
  facts: VersionFacts;
}

export async function findInviteByToken(db: Db, tokenHash: Buffer): Promise<FoundInvite | undefined> {
  const [row] = await db<FoundInvite[]>`
    select invite.id, invite.challenge_version_id, invite.organisation_id, organisation.name as organisation,
      candidate_name, shares_result, facts, start_by, revoked_at, opened_at, started_at,
      ended_at as submitted_at, coalesce(withdrawn, false) as withdrawn, null as graded_at
    from invite
    join organisation on organisation.id = invite.organisation_id
    join challenge_version on challenge_version.id = invite.challenge_version_id
    left join attempt on attempt.invite_id = invite.id and not attempt.practice
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
    on conflict (invite_id, practice) do update set secret_hash = excluded.secret_hash
    returning id as attempt_id, xmax = 0 as first`;
  return row!;
}

/** The minutes of a challenge that an invite's extra time multiplies, and how far its attempt is. */
export interface TimedInvite {
  extraTime: number;
  minutes: number;
  attemptId: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** Until the transaction ends nobody else changes the invite. @returns undefined when the organisation has none such */
export async function lockTimedInvite(
  tx: Db,
  organisationId: string,
  inviteId: string,
): Promise<TimedInvite | undefined> {
  // The attempt before the invite: a submission holds the attempt while it looks at the invite.
  await tx`
    select 1 from attempt join invite on invite.id = invite_id
    where invite.id::text = ${inviteId} and organisation_id = ${organisationId} and not practice for update of attempt`;
  const [row] = await tx<TimedInvite[]>`
    select extra_time, (facts->'summary'->>'minutes')::int as minutes, attempt.id as attempt_id, started_at, ended_at
    from invite
    join challenge_version on challenge_version.id = invite.challenge_version_id
    left join attempt on attempt.invite_id = invite.id and not practice
    where invite.id::text = ${inviteId} and organisation_id = ${organisationId}
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
