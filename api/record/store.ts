import type { Retention } from '../attempt/contract.ts';
import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import type { Place } from './record.ts';

export interface EntryRow {
  id: number;
  at: Date;
  actor: string;
  person: string | null;
  action: string;
  subject: string | null;
  inviteId: string | null;
  candidateName: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  facts: Record<string, unknown>;
  address: string | null;
  erasedAt: Date | null;
}

export interface EntryFilter {
  personId?: string | undefined;
  action?: string | undefined;
  inviteId?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
  /** Those that stand after it. */
  after?: Place | undefined;
}

/** @returns lines of the record, the newest first */
export async function listEntries(
  db: Db,
  organisationId: string,
  { personId, action, inviteId, from, until, after }: EntryFilter,
  limit: number,
): Promise<EntryRow[]> {
  const none = db``;
  return db<EntryRow[]>`
    select audit.id::float8 as id, at, actor, person.name as person, action, subject, audit.invite_id, candidate_name,
      before, after, facts, address, erased_at
    from audit
    left join person on person.id = person_id
    left join invite on invite.id = audit.invite_id
    where audit.organisation_id = ${organisationId}
      ${personId === undefined ? none : db`and person_id = ${personId}`}
      ${action === undefined ? none : db`and action = ${action}`}
      ${inviteId === undefined ? none : db`and audit.invite_id = ${inviteId}`}
      ${from === undefined ? none : db`and at >= ${from}`}
      ${until === undefined ? none : db`and at < ${until}`}
      ${after === undefined ? none : db`and (at, audit.id) < (${after.at}, ${after.id})`}
    order by at desc, audit.id desc limit ${limit}`;
}

export async function listPeople(db: Db, organisationId: string): Promise<{ id: string; name: string }[]> {
  return db<{ id: string; name: string }[]>`
    select id, name from person where organisation_id = ${organisationId} order by name, id`;
}

/** @returns every act on record, one by one along the index: the record may be long */
export async function listActions(db: Db, organisationId: string): Promise<string[]> {
  const rows = await db<{ action: string }[]>`
    with recursive known as (
      select min(action) as action from audit where organisation_id = ${organisationId}
      union all
      select (select min(action) from audit where organisation_id = ${organisationId} and action > known.action)
      from known where known.action is not null)
    select action from known where action is not null`;
  return rows.map(({ action }) => action);
}

export async function getRetention(db: Db, organisationId: string): Promise<Retention> {
  const [row] = await db<Retention[]>`
    select anonymise_after_days, delete_after_days from organisation where id = ${organisationId}`;
  return row!;
}

/** Until the transaction ends nobody else changes it. */
export async function lockRetention(tx: Db, organisationId: string): Promise<Retention> {
  await tx`select 1 from organisation where id = ${organisationId} for no key update`;
  return getRetention(tx, organisationId);
}

export async function setRetention(tx: Db, organisationId: string, to: Retention): Promise<void> {
  await tx`
    update organisation set anonymise_after_days = ${to.anonymiseAfterDays}, delete_after_days = ${to.deleteAfterDays}
    where id = ${organisationId}`;
}

/** When the work was over; for who never began, when the link stopped working. */
function overAt(db: Db) {
  return db`coalesce(ended_at, case when started_at is null then least(start_by, revoked_at) end)`;
}

export interface KeptRow {
  inviteId: string;
  candidateName: string;
  email: string | null;
  challenge: string;
  overAt: Date | null;
  /** They have asked for their sandbox, and their work has not ended. */
  atWork: boolean;
  anonymisedAt: Date | null;
  holdReason: string | null;
  heldAt: Date | null;
  anonymiseAfterDays: number | null;
  deleteAfterDays: number | null;
  versions: number;
  events: number;
  gradings: number;
}

/** @returns undefined when the organisation has no such invite */
export async function findKept(
  db: Db,
  organisationId: string,
  inviteId: string,
): Promise<KeptRow | undefined> {
  const [row] = await db<KeptRow[]>`
    select invite.id as invite_id, candidate_name, email, title as challenge, ${overAt(db)} as over_at,
      coalesce(preparing_at is not null and ended_at is null, false) as at_work, anonymised_at,
      hold_reason, held_at, anonymise_after_days, delete_after_days,
      (select count(*)::int from file_version join attempt mine on mine.id = attempt_id
        where mine.invite_id = invite.id) as versions,
      (select count(*)::int from timeline join attempt mine on mine.id = attempt_id
        where mine.invite_id = invite.id) as events,
      (select count(*)::int from grading join submission on submission.id = submission_id
        join attempt mine on mine.id = attempt_id where mine.invite_id = invite.id) as gradings
    from invite
    join organisation on organisation.id = organisation_id
    join challenge_version on challenge_version.id = invite.challenge_version_id
    left join attempt on attempt.invite_id = invite.id and not practice
    where invite.id = ${asId(inviteId)} and organisation_id = ${organisationId}`;
  return row;
}

/** Places or lifts a legal hold. @param reason null to lift it @returns false when there is no such invite any more */
export async function setHold(tx: Db, inviteId: string, reason: string | null, now: Date): Promise<boolean> {
  const rows = await tx`
    update invite set hold_reason = ${reason}, held_at = ${reason === null ? null : now}
    where id = ${inviteId} returning id`;
  return rows.length === 1;
}

export interface Due {
  inviteId: string;
  organisationId: string;
  act: 'delete' | 'anonymise';
}

/**
 * @param inviteId of one alone; of all when absent
 * @returns the candidates whose time has come, and those who withdrew under a legal hold
 */
export async function listDue(db: Db, now: Date, inviteId?: string): Promise<Due[]> {
  return db<Due[]>`
    select invite_id, organisation_id,
      case when over_at + delete_after_days * interval '1 day' <= ${now} then 'delete' else 'anonymise' end as act
    from (
      select invite.id as invite_id, organisation_id, anonymised_at, coalesce(withdrawn, false) as withdrawn,
        anonymise_after_days, delete_after_days, ${overAt(db)} as over_at
      from invite
      join organisation on organisation.id = organisation_id
      left join attempt on attempt.invite_id = invite.id and not practice
      ${inviteId === undefined ? db`` : db`where invite.id = ${inviteId}`}) candidate
    where over_at + delete_after_days * interval '1 day' <= ${now}
      or (anonymised_at is null
        and (withdrawn or over_at + anonymise_after_days * interval '1 day' <= ${now}))
    order by over_at, invite_id`;
}
