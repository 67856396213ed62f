// Asking people to read a candidate's code: two at first, a third where they differ.
import { randomInt } from 'node:crypto';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import type { Person } from '../http/serve.ts';
import { placeFor } from './order.ts';
import { actionsOf, askableFor, getReviewed, readingOf } from './present.ts';
import { thirdSeat } from './review.ts';
import { insertReview, insertSeat, lockSubmission, type ReviewedRow } from './store.ts';

interface Asked {
  submissionId: string;
  reviewers: readonly string[];
}

/** Asks two people, each for everything. @throws Problem 404 unknown-submission, 409 cannot-ask, 400 wrong-reviewers */
export function askTwo(sql: Sql, person: Person, asked: Asked, now: Date): Promise<ReviewedRow> {
  return asking(sql, person, asked, 'ask', async (tx, { submissionId }) => {
    const seed = randomInt(2 ** 31);
    const reviewId = await insertReview(tx, { submissionId, seed, askedBy: person.id, askedAt: now });
    for (const [index, personId] of asked.reviewers.entries()) {
      const place = placeFor(seed, personId);
      await insertSeat(tx, { reviewId, number: index + 1, personId, place, askedAt: now });
    }
    await told(tx, person, submissionId, 'review.asked', now);
  });
}

/** Asks a third for what two differ on. @throws Problem 404 unknown-submission, 409 cannot-ask, 400 wrong-reviewers */
export function askThird(sql: Sql, person: Person, asked: Asked, now: Date): Promise<ReviewedRow> {
  return asking(sql, person, asked, 'ask-third', async (tx, { submissionId, reviewId, seed }) => {
    const [personId] = asked.reviewers as [string];
    const place = placeFor(seed!, personId);
    await insertSeat(tx, { reviewId: reviewId!, number: thirdSeat, personId, place, askedAt: now });
    await told(tx, person, submissionId, 'review.third-asked', now);
  });
}

/** Does `ask` while nobody else changes the review, where the action is possible and those who are asked may be. */
async function asking(
  sql: Sql,
  person: Person,
  { submissionId, reviewers }: Asked,
  action: 'ask' | 'ask-third',
  ask: (tx: Db, row: ReviewedRow) => Promise<void>,
): Promise<ReviewedRow> {
  await getReviewed(sql, person, submissionId);
  return sql.begin(async (tx) => {
    await lockSubmission(tx, submissionId);
    const row = await getReviewed(tx, person, submissionId);
    const reading = await readingOf(tx, row);
    if (!actionsOf(person, row, reading).includes(action))
      throw new Problem(409, 'cannot-ask', 'Nobody can be asked for this now: look at the scorecard again');
    const askable = (await askableFor(tx, person, reading)).map(({ id }) => id);
    if (new Set(reviewers).size < reviewers.length || !reviewers.every((id) => askable.includes(id)))
      throw new Problem(400, 'wrong-reviewers', 'Ask different people, who review and do not see names');
    await ask(tx, row);
    return getReviewed(tx, person, submissionId);
  });
}

function told(tx: Db, person: Person, subject: string, action: string, at: Date): Promise<void> {
  const { id: personId, organisationId } = person;
  return audit(tx, { at, organisationId, personId, action, subject });
}
