// What of a review is shown to whom.
import type { Db } from '../db/connect.ts';
import { getTree } from '../db/trees.ts';
import { codeOf } from '../http/names.ts';
import { Problem } from '../http/problem.ts';
import { can } from '../http/roles.ts';
import type { Person } from '../http/serve.ts';
import { changesBetween } from '../scorecard/scorecard.ts';
import { agreementOf } from './agreement.ts';
import type { Review, Reviewer, ReviewTask, SubmissionReview, Waiting } from './contract.ts';
import { orderFor } from './order.ts';
import {
  disputedIn,
  itemsFor,
  mayCompare,
  outcomesOf,
  type Reading,
  reviewState,
  type Seat,
  thirdSeat,
  waitingIn,
} from './review.ts';
import {
  countPairs,
  findReviewed,
  findTask,
  isReplaced,
  listAnswers,
  listReviewers,
  listSeats,
  type ReviewedRow,
} from './store.ts';

/** @throws Problem 404 unknown-submission */
export async function getReviewed(db: Db, person: Person, submissionId: string): Promise<ReviewedRow> {
  const row = await findReviewed(db, person.organisationId, submissionId);
  if (!row) throw new Problem(404, 'unknown-submission', 'There is no such submission');
  return row;
}

/** @throws Problem 404 unknown-review, also for a review that others are asked for, 410 handed-over */
export async function getTask(db: Db, person: Person, reviewId: string): Promise<ReviewedRow> {
  const row = await findTask(db, person, reviewId);
  if (row) return row;
  if (await isReplaced(db, person.id, reviewId))
    throw new Problem(410, 'handed-over', 'Somebody else was asked to read this in your place');
  throw new Problem(404, 'unknown-review', 'You are not asked for such a review');
}

export async function readingOf(db: Db, { reviewId, items, decided }: ReviewedRow): Promise<Reading> {
  if (reviewId === null) return { items, decided, seats: [], answers: [] };
  const [seats, answers] = [await listSeats(db, reviewId), await listAnswers(db, reviewId)];
  return { items, decided, seats, answers };
}

/** What the person may ask others for. Code that could not be measured by our fault waits for its grading. */
export function actionsOf(person: Person, row: ReviewedRow, reading: Reading): SubmissionReview['actions'] {
  if (!can(person, 'askForReview') || row.decided) return [];
  if (row.reviewId !== null) {
    if (reviewState(reading) === 'split') return ['ask-third'];
    return waitingIn(reading).length > 0 ? ['hand-over'] : [];
  }
  const graded = row.outcome === 'graded' || row.outcome === 'candidate_failure';
  return graded && row.items.length > 0 ? ['ask'] : [];
}

export async function submissionReview(db: Db, person: Person, row: ReviewedRow): Promise<SubmissionReview> {
  const reading = await readingOf(db, row);
  const review = row.reviewId === null ? null : await reviewOf(db, person, row, reading);
  const actions = actionsOf(person, row, reading);
  const askable = actions.length > 0 ? await askableFor(db, person, reading) : [];
  const waiting = actions.includes('hand-over') ? waitingIn(reading).map(asWaiting) : [];
  return { items: row.items.length, review, actions, askable, waiting };
}

const asWaiting = ({ personId, name, askedAt }: Seat): Waiting => ({
  id: personId,
  name,
  askedAt: askedAt.toISOString(),
});

/** @returns who reviews and has no seat in this review yet */
export async function askableFor(db: Db, person: Person, { seats }: Reading): Promise<Reviewer[]> {
  const reviewers = await listReviewers(db, person.organisationId);
  return reviewers.filter(({ id }) => !seats.some(({ personId }) => personId === id));
}

async function reviewOf(db: Db, person: Person, row: ReviewedRow, reading: Reading): Promise<Review> {
  const { seats } = reading;
  const isAskable = can(person, 'review') && !can(person, 'seeNames');
  const compares = mayCompare(reading, person.id, isAskable);
  const pairs = compares ? await countPairs(db, person.organisationId, row.versionId) : [];
  return {
    state: reviewState(reading),
    asked: seats.length,
    answered: seats.filter(({ answeredAt }) => answeredAt).length,
    disputed: disputedIn(reading).length,
    outcomes: compares ? outcomesOf(reading) : null,
    agreement: compares ? agreementOf(pairs) : null,
  };
}

/** What a reviewer works on. */
export async function taskFor(db: Db, person: Person, row: ReviewedRow): Promise<ReviewTask> {
  const reading = await readingOf(db, row);
  const seat = seatOf(reading, person);
  const [before, after] = [await getTree(db, row.starterHash), await getTree(db, row.snapshotHash)];
  const mine = reading.answers.filter((given) => given.seat === seat.number);
  return {
    ...namesOf(row.reviewId ?? '', row, seat.number),
    candidateName: row.decided ? row.candidateName : null,
    state: seat.answeredAt ? 'answered' : row.decided ? 'closed' : 'open',
    items: orderFor(itemsFor(reading, seat.number), row.seed ?? 0, person.id).map(({ id, statement }) => {
      const given = mine.find(({ item }) => item === id);
      return { id, statement, answer: given?.answer ?? null, note: given?.note ?? null };
    }),
    outcomes: mayCompare(reading, person.id, true) ? outcomesOf(reading) : null,
    files: changesBetween(before, after),
  };
}

/** @throws Error when the person has none, which whoever asked has found out before */
export function seatOf({ seats }: Reading, person: Person): Seat {
  const seat = seats.find(({ personId }) => personId === person.id);
  if (!seat) throw new Error('The person has no seat in this review');
  return seat;
}

/** What a review is called to those who read: nothing of it comes from the candidate. */
export function namesOf(
  id: string,
  { slug, title }: { slug: string; title: string },
  seat: number,
): Pick<ReviewTask, 'id' | 'code' | 'challenge' | 'part'> {
  return { id, code: codeOf(id), challenge: { slug, title }, part: seat === thirdSeat ? 'third' : 'reader' };
}
