import type { Db } from '../../db/connect.ts';
import { inviteStates, mostCounted, type InviteCounts, type InviteState } from '../contract.ts';
import type { ListedInvite } from '../invite.ts';
import { isIn, stateOf } from '../store.ts';

type Row = Omit<ListedInvite, 'createdAt' | 'startBy' | 'challenge' | 'grading' | 'mail'> & {
  createdAt: Date;
  startBy: Date;
  slug: string;
  title: string;
  done: number | null;
  steps: number | null;
  kind: 'invite' | 'reminder' | null;
  queuedAt: Date;
  sentAt: Date | null;
  failedAt: Date | null;
  problem: string | null;
};

export async function getInvite(db: Db, id: string, now: Date): Promise<ListedInvite> {
  const [row] = await db<Row[]>`${selectListed(db, now)} where invite.id = ${id}`;
  return asListed(row!);
}

/** @returns the invites of these ids, in their order */
export async function getInvites(db: Db, ids: string[], now: Date): Promise<ListedInvite[]> {
  const rows = await db<Row[]>`
    ${selectListed(db, now)} where invite.id = any(${ids}) order by array_position(${ids}::uuid[], invite.id)`;
  return rows.map(asListed);
}

/** What a list is narrowed down to. */
export interface Filter {
  organisationId: string;
  search?: string;
  /** Whether everybody is searched by name and address; else only those by name about whom somebody has decided. */
  knowsNames: boolean;
  challenge?: string;
}

export interface Page {
  state?: InviteState;
  /** The `next` of the page before. */
  after?: string;
  limit: number;
}

/** @returns the newest first, and where the next page begins */
export async function listInvites(
  db: Db,
  filter: Filter,
  { state, after, limit }: Page,
  now: Date,
): Promise<{ invites: ListedInvite[]; next: string | null }> {
  // The page is chosen by the columns of the invite alone, and only then is the rest read.
  const rows = await db<(Row & { cursor: string })[]>`
    with page as materialized (
      select invite.id as page_id, created_at as page_at from invite
      where ${matching(db, filter)}
        ${state === undefined ? db`` : db`and ${isIn(db, state, now)}`}
        ${after === undefined ? db`` : db`and (created_at, id) < ${positionOf(db, after)}`}
      order by created_at desc, id desc limit ${limit + 1})
    ${selectListed(db, now)} join page on page_id = invite.id
    order by page_at desc, page_id desc`;
  const shown = rows.slice(0, limit);
  return {
    invites: shown.map(asListed),
    next: rows.length > limit ? shown.at(-1)!.cursor : null,
  };
}

/** @returns how many are in each state, or one more than are counted */
export async function countInvites(db: Db, filter: Filter, now: Date): Promise<InviteCounts> {
  const each = inviteStates.map(
    (state) => db`
      select ${state}::text as state, count(*)::int as count from (
        select from invite where ${matching(db, filter)} and ${isIn(db, state, now)} limit ${mostCounted + 1}) alike`,
  );
  const rows = await db<{ state: InviteState; count: number }[]>`
    ${each.reduce((all, one) => db`${all} union all ${one}`)}`;
  return Object.fromEntries(rows.map(({ state, count }) => [state, count])) as InviteCounts;
}

function matching(db: Db, { organisationId, search, knowsNames, challenge }: Filter) {
  return db`organisation_id = ${organisationId}
    ${search === undefined ? db`` : db`and ${found(db, search, knowsNames)}`}
    ${challenge === undefined ? db`` : db`and challenge_version_id in (select id from challenge_version where slug = ${challenge})`}`;
}

function found(db: Db, search: string, knowsNames: boolean) {
  // In a form that an index of trigrams answers.
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const named = db`lower(candidate_name) like lower(${pattern}::text)`;
  if (knowsNames) return db`(${named} or lower(email) like lower(${pattern}::text))`;
  return db`(${named} and exists (
    select from decision join submission on submission.id = submission_id join attempt on attempt.id = attempt_id
    where attempt.invite_id = invite.id))`;
}

/** Microseconds, which is what PostgreSQL keeps, and the id. */
function positionOf(db: Db, after: string) {
  const [micros, id] = after.split('.') as [string, string];
  return db`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`;
}

function selectListed(db: Db, now: Date) {
  return db`
    select invite.id, candidate_name, email, slug, title, ${stateOf(db, now)} as state, invite.created_at, start_by,
      submission.id as submission_id, counted.outcome, counted.band, ai_rule, shares_result, runtimes, extra_time,
      accommodation, exists (select from decision where decision.submission_id = submission.id) as decided, tried.done, tried.steps, posted.kind, posted.queued_at, posted.sent_at, posted.failed_at,
      posted.problem,
      (extract(epoch from invite.created_at) * 1000000)::bigint || '.' || invite.id as cursor
    from invite
    join challenge_version on challenge_version.id = invite.challenge_version_id
    left join attempt on attempt.invite_id = invite.id and not attempt.practice
    left join submission on submission.attempt_id = attempt.id
    left join grading counted on counted.submission_id = submission.id and counts
    left join lateral (
      select jsonb_array_length(phases) as steps,
        jsonb_array_length(jsonb_path_query_array(phases, '$[*] ? (@.state == "done")')) as done
      from grading where grading.submission_id = submission.id and progress = 'submitted' and finished_at is null
      order by number desc limit 1
    ) tried on true
    left join lateral (
      select kind, queued_at, sent_at, failed_at, problem from invite_mail
      where invite_mail.invite_id = invite.id order by invite_mail.queued_at desc limit 1
    ) posted on true`;
}

function asListed(row: Row): ListedInvite {
  const { id, candidateName, email, slug, title, state, submissionId, outcome, band } = row;
  const { aiRule, sharesResult, runtimes, extraTime, accommodation, done, steps, decided } = row;
  return {
    id,
    candidateName,
    email,
    challenge: { slug, title },
    state,
    createdAt: row.createdAt.toISOString(),
    startBy: row.startBy.toISOString(),
    submissionId,
    grading: done === null || steps === null ? null : { done, steps },
    outcome,
    band,
    aiRule,
    sharesResult,
    runtimes,
    extraTime,
    accommodation,
    mail: mailOf(row),
    decided,
  };
}

function mailOf({ kind, queuedAt, sentAt, failedAt, problem }: Row): ListedInvite['mail'] {
  if (kind === null) return null;
  const state = sentAt ? 'sent' : failedAt ? 'failed' : 'queued';
  return { kind, state, at: (sentAt ?? failedAt ?? queuedAt).toISOString(), problem };
}
