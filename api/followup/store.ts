import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';

/** Work that was handed in, as far as it may be opened again. */
export interface Followable {
  inviteId: string;
  challengeVersionId: string;
  candidateName: string;
  slug: string;
  runtime: string;
  snapshotHash: string;
  graded: boolean;
  anonymised: boolean;
  /** How often it was opened already. */
  followUps: number;
}

/** @returns undefined when the organisation has no such submission */
export async function findFollowable(
  db: Db,
  organisationId: string,
  submissionId: string,
): Promise<Followable | undefined> {
  const [row] = await db<Followable[]>`
    select invite.id as invite_id, attempt.challenge_version_id, candidate_name, slug, runtime, snapshot_hash,
      anonymised_at is not null as anonymised,
      exists (select from grading where grading.submission_id = submission.id and counts) as graded,
      (select max(one.follow_up)::int from attempt one where one.invite_id = invite.id) as follow_ups
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id
    where submission.id = ${asId(submissionId)} and organisation_id = ${organisationId}`;
  return row;
}

/** Like findFollowable; until the transaction ends nobody else opens, joins or ends one. Workspaces first, as a runner takes them. */
export async function lockFollowable(
  tx: Db,
  organisationId: string,
  submissionId: string,
): Promise<Followable | undefined> {
  const inviteId = tx`(
    select invite_id from submission join attempt work on work.id = attempt_id join invite on invite.id = invite_id
    where submission.id = ${asId(submissionId)} and organisation_id = ${organisationId})`;
  await tx`
    select 1 from workspace join attempt on attempt.id = workspace.attempt_id
    where attempt.invite_id = ${inviteId} and attempt.follow_up > 0 for update of workspace`;
  await tx`select 1 from attempt where attempt.invite_id = ${inviteId} for update`;
  return findFollowable(tx, organisationId, submissionId);
}

interface OpenRow {
  attemptId: string;
  organisationId: string;
  openedBy: string;
  openedAt: Date;
  /** The last try to open its sandbox failed. */
  waiting: boolean;
  candidateSeenAt: Date | null;
}

/** @returns the follow-up of the invite's work that is open */
export async function findOpen(db: Db, inviteId: string): Promise<OpenRow | undefined> {
  const [row] = await db<OpenRow[]>`
    select attempt.id as attempt_id, person.organisation_id, person.name as opened_by, attempt.opened_at,
      preparing_at is null as waiting, candidate_seen_at
    from attempt
    join follow_up on follow_up.attempt_id = attempt.id
    join person on person.id = opened_by
    where invite_id = ${inviteId} and attempt.follow_up > 0 and ended_at is null`;
  return row;
}

/** @returns the invite of a candidate's work; undefined for practice and follow-ups */
export async function findInviteOfWork(db: Db, attemptId: string): Promise<string | undefined> {
  const [row] = await db<{ inviteId: string }[]>`
    select invite_id from attempt where id = ${attemptId} and not practice`;
  return row?.inviteId;
}

/** @returns the id of its attempt */
export async function insertFollowUp(
  tx: Db,
  followUp: Pick<Followable, 'inviteId' | 'challengeVersionId' | 'followUps'> & {
    openedBy: string;
    openedAt: Date;
    secretHash: Buffer;
  },
): Promise<string> {
  const { openedBy, followUps, ...rest } = followUp;
  const attempt = { ...rest, practice: true, followUp: followUps + 1 };
  const [row] = await tx<{ id: string }[]>`insert into attempt ${tx(attempt)} returning id`;
  const attemptId = row!.id;
  await tx`insert into follow_up (attempt_id, opened_by) values (${attemptId}, ${openedBy})`;
  return attemptId;
}

/** @returns whether the person had not joined it before */
export async function addVisitor(tx: Db, attemptId: string, personId: string, now: Date): Promise<boolean> {
  const [row] = await tx<{ first: boolean }[]>`
    insert into follow_up_visitor (attempt_id, person_id, seen_at) values (${attemptId}, ${personId}, ${now})
    on conflict (person_id, attempt_id) do update set seen_at = excluded.seen_at
    returning xmax = 0 as first`;
  return row!.first;
}

/** Lets the candidate in. @returns whether they had not joined it before */
export async function addCandidate(
  tx: Db,
  attemptId: string,
  secretHash: Buffer,
  now: Date,
): Promise<boolean> {
  await tx`update attempt set secret_hash = ${secretHash} where id = ${attemptId}`;
  const [row] = await tx<{ first: boolean }[]>`
    select candidate_seen_at is null as first from follow_up where attempt_id = ${attemptId} for update`;
  await tx`update follow_up set candidate_seen_at = ${now} where attempt_id = ${attemptId}`;
  return row?.first ?? false;
}

/** Notes that somebody looks at it. @param personId undefined for the candidate */
export async function noteSeen(
  db: Db,
  attemptId: string,
  personId: string | undefined,
  now: Date,
): Promise<void> {
  if (personId === undefined)
    await db`update follow_up set candidate_seen_at = ${now} where attempt_id = ${attemptId}`;
  else
    await db`
      update follow_up_visitor set seen_at = ${now} where attempt_id = ${attemptId} and person_id = ${personId}`;
}

interface TogetherRow {
  openedBy: string;
  openedAt: Date;
  snapshotHash: string;
  submissionId: string;
  /** The candidate's attempt that was handed in. */
  workId: string;
  candidateName: string;
  candidateSeenAt: Date | null;
}

/** @returns undefined when the attempt is no follow-up */
export async function findTogether(db: Db, attemptId: string): Promise<TogetherRow | undefined> {
  const [row] = await db<TogetherRow[]>`
    select person.name as opened_by, attempt.opened_at, snapshot_hash, submission.id as submission_id,
      work.id as work_id, candidate_name, candidate_seen_at
    from follow_up
    join attempt on attempt.id = follow_up.attempt_id
    join person on person.id = opened_by
    join invite on invite.id = attempt.invite_id
    join attempt work on work.invite_id = invite.id and not work.practice
    join submission on submission.attempt_id = work.id
    where follow_up.attempt_id = ${attemptId}`;
  return row;
}

/** @returns those of the organisation who joined, by their names */
export async function listVisitors(
  db: Db,
  attemptId: string,
): Promise<{ id: string; name: string; seenAt: Date }[]> {
  return db<{ id: string; name: string; seenAt: Date }[]>`
    select id, name, seen_at from follow_up_visitor join person on person.id = person_id
    where attempt_id = ${attemptId} order by name, id`;
}

/** @param attemptId as a caller named it */
export async function hasJoined(db: Db, attemptId: string, personId: string): Promise<boolean> {
  const rows = await db`
    select 1 from follow_up_visitor where person_id = ${personId} and attempt_id = ${asId(attemptId)}`;
  return rows.length === 1;
}

export async function markEnded(tx: Db, attemptId: string, now: Date): Promise<boolean> {
  const rows = await tx`
    update attempt set ended_at = ${now} where id = ${attemptId} and ended_at is null returning id`;
  return rows.length === 1;
}

/** @returns those that are open since `since` or longer */
export async function listOpenSince(
  db: Db,
  since: Date,
): Promise<{ attemptId: string; organisationId: string }[]> {
  return db<{ attemptId: string; organisationId: string }[]>`
    select attempt.id as attempt_id, organisation_id from attempt join invite on invite.id = invite_id
    where follow_up > 0 and ended_at is null and opened_at <= ${since} order by opened_at limit 100`;
}
