// Asking people to read a candidate's code: two at first, a third where they differ, another in place of who does not
// answer.
import { randomInt } from 'node:crypto';
import { audit, type AuditEntry } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import type { Person } from '../http/serve.ts';
import type { Reviewer, SubmissionReview } from './contract.ts';
import { placeFor } from './order.ts';
import { actionsOf, askableFor, getReviewed, readingOf } from './present.ts';
import { type Reading, thirdSeat, waitingIn } from './review.ts';
import { insertReview, insertSeat, lockSubmission, replaceReader, type ReviewedRow } from './store.ts';

interface Asked {
  submissionId: string;
  reviewers: readonly string[];
}

/** Asks two people, each for everything. @throws Problem 404 unknown-submission, 409 cannot-ask, 400 wrong-reviewers */
export function askTwo(sql: Sql, person: Person, asked: Asked, now: Date): Promise<ReviewedRow> {
  return asking(sql, person, asked, 'ask', async (tx, { row: { submissionId } }) => {
    const seed = randomInt(2 ** 31);
    const reviewId = await insertReview(tx, { submissionId, seed, askedBy: person.id, askedAt: now });
    for (const [index, personId] of asked.reviewers.entries()) {
      const place = placeFor(seed, personId);
      await insertSeat(tx, { reviewId, number: index + 1, personId, place, askedAt: now });
    }
    await told(tx, person, { at: now, subject: submissionId, action: 'review.asked' });
  });
}

/** Asks a third for what two differ on. @throws Problem 404 unknown-submission, 409 cannot-ask, 400 wrong-reviewers */
export function askThird(sql: Sql, person: Person, asked: Asked, now: Date): Promise<ReviewedRow> {
  return asking(sql, person, asked, 'ask-third', async (tx, { row, people: [third] }) => {
    const { submissionId, reviewId, seed } = row;
    const { id: personId } = third!;
    const place = placeFor(seed!, personId);
    await insertSeat(tx, { reviewId: reviewId!, number: thirdSeat, personId, place, askedAt: now });
    await told(tx, person, { at: now, subject: submissionId, action: 'review.third-asked' });
  });
}

interface HandedOver {
  submissionId: string;
  /** Id of who has not answered. */
  from: string;
  /** Id of who reads in their place. */
  to: string;
}

/**
 * Asks somebody else in place of who has not answered.
 * @throws Problem 404 unknown-submission, 409 cannot-ask or not-waiting, 400 wrong-reviewers
 */
export function handOver(
  sql: Sql,
  person: Person,
  { submissionId, from, to }: HandedOver,
  now: Date,
): Promise<ReviewedRow> {
  const asked = { submissionId, reviewers: [to] };
  return asking(sql, person, asked, 'hand-over', async (tx, { row, reading, people: [other] }) => {
    const seat = waitingIn(reading).find(({ personId }) => personId === from);
    if (!seat) throw new Problem(409, 'not-waiting', 'No answer of this person is waited for any more');
    const { number, name } = seat;
    const place = placeFor(row.seed!, to);
    await replaceReader(tx, { reviewId: row.reviewId!, number, personId: to, place, askedAt: now });
    const [before, after] = [{ reader: name }, { reader: other!.name }];
    await told(tx, person, { at: now, subject: submissionId, action: 'review.handed-over', before, after });
  });
}

/** A review that nobody else changes, and those who are to be asked. */
interface Found {
  row: ReviewedRow;
  reading: Reading;
  people: readonly Reviewer[];
}

/** Does `ask` while nobody else changes the review, where the action is possible and those who are asked may be. */
async function asking(
  sql: Sql,
  person: Person,
  { submissionId, reviewers }: Asked,
  action: SubmissionReview['actions'][number],
  ask: (tx: Db, found: Found) => Promise<void>,
): Promise<ReviewedRow> {
  await getReviewed(sql, person, submissionId);
  return sql.begin(async (tx) => {
    await lockSubmission(tx, submissionId);
    const row = await getReviewed(tx, person, submissionId);
    const reading = await readingOf(tx, row);
    if (!actionsOf(person, row, reading).includes(action))
      throw new Problem(409, 'cannot-ask', 'Nobody can be asked for this now: look at the scorecard again');
    const askable = await askableFor(tx, person, reading);
    const people = askable.filter(({ id }) => reviewers.includes(id));
    if (people.length < reviewers.length)
      throw new Problem(400, 'wrong-reviewers', 'Ask different people, who review and do not see names');
    await ask(tx, { row, reading, people });
    return getReviewed(tx, person, submissionId);
  });
}

async function told(
  tx: Db,
  { id: personId, organisationId }: Person,
  entry: Pick<AuditEntry, 'at' | 'subject' | 'action' | 'before' | 'after'>,
): Promise<void> {
  await audit(tx, { organisationId, personId, ...entry });
}
