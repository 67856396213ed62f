import type { ReviewItem } from '../challenge/review-item.ts';
import type { Db } from '../db/connect.ts';
import { asId } from '../db/id.ts';
import { may } from '../http/roles.ts';
import type { PairCount } from './agreement.ts';
import type { Answer, Reviewer } from './contract.ts';
import type { Given, Seat } from './review.ts';

/** A submission as its review needs it. */
export interface ReviewedRow {
  submissionId: string;
  versionId: string;
  candidateName: string;
  slug: string;
  title: string;
  snapshotHash: string;
  starterHash: string;
  /** Of the grading that counts; null before there is one. */
  outcome: 'graded' | 'candidate_failure' | 'our_failure' | null;
  items: readonly ReviewItem[];
  decided: boolean;
  reviewId: string | null;
  /** Null without a review. */
  seed: number | null;
}

function select(db: Db) {
  return db`
    select submission.id as submission_id, challenge_version.id as version_id, candidate_name, slug, title, snapshot_hash,
      facts->'starters'->>runtime as starter_hash, grading.outcome,
      coalesce(facts->'review', '[]') as items,
      exists (select from decision where decision.submission_id = submission.id) as decided,
      review.id as review_id, review.seed
    from submission
    join attempt on attempt.id = submission.attempt_id
    join invite on invite.id = attempt.invite_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id
    left join grading on grading.submission_id = submission.id and counts
    left join review on review.submission_id = submission.id`;
}

/** @returns undefined when the organisation has no such submission */
export async function findReviewed(
  db: Db,
  organisationId: string,
  submissionId: string,
): Promise<ReviewedRow | undefined> {
  const [row] = await db<ReviewedRow[]>`
    ${select(db)} where submission.id = ${asId(submissionId)} and invite.organisation_id = ${organisationId}`;
  return row;
}

/** @returns undefined when the person has no seat in such a review */
export async function findTask(
  db: Db,
  person: { id: string; organisationId: string },
  reviewId: string,
): Promise<ReviewedRow | undefined> {
  const [row] = await db<ReviewedRow[]>`
    ${select(db)}
    where review.id = ${asId(reviewId)} and invite.organisation_id = ${person.organisationId}
      and exists (select from review_seat where review_id = review.id and person_id = ${person.id})`;
  return row;
}

/** Until the transaction ends nobody else asks, answers or decides about the submission. */
export async function lockSubmission(tx: Db, submissionId: string): Promise<void> {
  await tx`select 1 from submission where id = ${submissionId} for update`;
}

export async function listSeats(db: Db, reviewId: string): Promise<Seat[]> {
  return db<Seat[]>`
    select number, person_id, person.name, asked_at, answered_at
    from review_seat join person on person.id = person_id where review_id = ${reviewId} order by number`;
}

export async function listAnswers(db: Db, reviewId: string): Promise<Given[]> {
  return db<Given[]>`select seat, item, answer, note from review_answer where review_id = ${reviewId}`;
}

export async function insertReview(
  tx: Db,
  review: { submissionId: string; seed: number; askedBy: string; askedAt: Date },
): Promise<string> {
  const [row] = await tx<{ id: string }[]>`insert into review ${tx(review)} returning id`;
  return row!.id;
}

export async function insertSeat(
  tx: Db,
  seat: { reviewId: string; number: number; personId: string; place: number; askedAt: Date },
): Promise<void> {
  await tx`insert into review_seat ${tx(seat)}`;
}

/** Seats somebody else where nobody has answered, and keeps who was asked before. */
export async function replaceReader(
  tx: Db,
  seat: { reviewId: string; number: number; personId: string; place: number; askedAt: Date },
): Promise<void> {
  const { reviewId, number, personId, place, askedAt } = seat;
  await tx`
    insert into review_replaced (review_id, person_id)
    select review_id, person_id from review_seat where review_id = ${reviewId} and number = ${number}
    on conflict do nothing`;
  await tx`
    update review_seat set person_id = ${personId}, place = ${place}, asked_at = ${askedAt}
    where review_id = ${reviewId} and number = ${number}`;
}

/** @returns whether another was asked in the person's place */
export async function isReplaced(db: Db, personId: string, reviewId: string): Promise<boolean> {
  const rows = await db`
    select 1 from review_replaced where review_id = ${asId(reviewId)} and person_id = ${personId}`;
  return rows.length > 0;
}

export async function insertAnswers(
  tx: Db,
  seat: { reviewId: string; number: number; answeredAt: Date },
  answers: readonly { item: string; answer: Answer; note?: string }[],
): Promise<void> {
  const { reviewId, number, answeredAt } = seat;
  for (const { item, answer, note = null } of answers)
    await tx`
      insert into review_answer (review_id, seat, item, answer, note)
      values (${reviewId}, ${number}, ${item}, ${answer}, ${note})`;
  await tx`
    update review_seat set answered_at = ${answeredAt} where review_id = ${reviewId} and number = ${number}`;
}

interface SeatRow {
  /** Of the review. */
  id: string;
  number: number;
  slug: string;
  title: string;
}
interface Page {
  /** Id of the last review of the page before. */
  after: string | undefined;
  count: number;
}

function fromSeats(db: Db) {
  return db`
    from review_seat seat
    join review on review.id = seat.review_id
    join submission on submission.id = review.submission_id
    join attempt on attempt.id = submission.attempt_id
    join challenge_version on challenge_version.id = attempt.challenge_version_id`;
}

export type QueuedRow = SeatRow & { askedAt: Date };

/** What a person still owes, in the order made for them. */
export async function listQueue(db: Db, personId: string, { after, count }: Page): Promise<QueuedRow[]> {
  return db<QueuedRow[]>`
    select review.id, number, slug, title, seat.asked_at ${fromSeats(db)}
    where seat.person_id = ${personId} and answered_at is null
      and not exists (select from decision where decision.submission_id = submission.id)
      and (${after === undefined} or (seat.place, seat.review_id) > (
        select place, review_id from review_seat where person_id = ${personId} and review_id = ${asId(after)}))
    order by seat.place, seat.review_id limit ${count}`;
}

/** The name is null until somebody has decided. */
export type AnsweredRow = SeatRow & { answeredAt: Date; candidateName: string | null };

/** What a person has answered, the latest first. */
export async function listAnswered(db: Db, personId: string, { after, count }: Page): Promise<AnsweredRow[]> {
  return db<AnsweredRow[]>`
    select review.id, number, slug, title, seat.answered_at,
      case when exists (select from decision where decision.submission_id = submission.id) then candidate_name end
        as candidate_name
    ${fromSeats(db)} join invite on invite.id = attempt.invite_id
    where seat.person_id = ${personId} and answered_at is not null
      and (${after === undefined} or (seat.answered_at, seat.review_id) < (
        select answered_at, review_id from review_seat where person_id = ${personId} and review_id = ${asId(after)}))
    order by seat.answered_at desc, seat.review_id desc limit ${count}`;
}

const reviewing = [...may.review];
const seeing = [...may.seeNames];

/** Who may be asked: whoever reviews, and does not see names by another of their roles. */
export async function listReviewers(db: Db, organisationId: string): Promise<Reviewer[]> {
  return db<Reviewer[]>`
    select person.id, person.name, count(submission.id)::int as open
    from person
    left join review_seat on person_id = person.id and answered_at is null
    left join review on review.id = review_id
    left join submission on submission.id = review.submission_id
      and not exists (select from decision where decision.submission_id = submission.id)
    where organisation_id = ${organisationId} and removed_at is null
      and roles && ${reviewing}::text[] and not roles && ${seeing}::text[]
    group by person.id order by open, person.name, person.id limit 200`;
}

/** @returns how often the two readers of a version of a challenge gave which answers, over all of its reviews */
export async function countPairs(db: Db, organisationId: string, versionId: string): Promise<PairCount[]> {
  return db<PairCount[]>`
    select one.answer as first, other.answer as second, count(*)::int as count
    from attempt
    join invite on invite.id = attempt.invite_id
    join submission on submission.attempt_id = attempt.id
    join review on review.submission_id = submission.id
    join review_answer one on one.review_id = review.id and one.seat = 1
    join review_answer other on other.review_id = review.id and other.seat = 2 and other.item = one.item
    where organisation_id = ${organisationId} and attempt.challenge_version_id = ${versionId}
    group by 1, 2`;
}
