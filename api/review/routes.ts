import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { askThird, askTwo, handOver } from './ask.ts';
import { reviewContract, type Answer, type ReviewTask } from './contract.ts';
import { getReviewed, getTask, namesOf, readingOf, seatOf, submissionReview, taskFor } from './present.ts';
import { faultIn, itemsFor } from './review.ts';
import { insertAnswers, listAnswered, listQueue, lockSubmission } from './store.ts';

const pageSize = 50;

interface Needs {
  sql: Sql;
  clock: Clock;
}

export function reviewRoutes(app: FastifyInstance, guard: Guard, { sql, clock }: Needs): void {
  serve(app, guard, reviewContract, {
    'GET /api/reviews': async ({ person, query: { after } }) => {
      const rows = await listQueue(sql, person.id, { after, count: pageSize + 1 });
      const reviews = rows.slice(0, pageSize).map((row) => ({
        ...namesOf(row.id, row, row.number),
        askedAt: row.askedAt.toISOString(),
      }));
      return { reviews, more: rows.length > pageSize };
    },
    'GET /api/reviews/answered': async ({ person, query: { after } }) => {
      const rows = await listAnswered(sql, person.id, { after, count: pageSize + 1 });
      const reviews = rows.slice(0, pageSize).map((row) => ({
        ...namesOf(row.id, row, row.number),
        candidateName: row.candidateName,
        answeredAt: row.answeredAt.toISOString(),
      }));
      return { reviews, more: rows.length > pageSize };
    },
    'GET /api/reviews/:reviewId': async ({ person, params }) =>
      taskFor(sql, person, await getTask(sql, person, params.reviewId)),
    'POST /api/reviews/:reviewId/answers': ({ person, params, body }) =>
      handIn(sql, person, { reviewId: params.reviewId, answers: body.answers }, clock()),
    'GET /api/submissions/:submissionId/review': async ({ person, params }) =>
      submissionReview(sql, person, await getReviewed(sql, person, params.submissionId)),
    'POST /api/submissions/:submissionId/review': async ({ person, params, body }) =>
      submissionReview(sql, person, await askTwo(sql, person, { ...params, ...body }, clock())),
    'POST /api/submissions/:submissionId/review/third': async ({ person, params, body }) =>
      submissionReview(
        sql,
        person,
        await askThird(sql, person, { ...params, reviewers: [body.reviewer] }, clock()),
      ),
    'POST /api/submissions/:submissionId/review/hand-over': async ({ person, params, body }) =>
      submissionReview(sql, person, await handOver(sql, person, { ...params, ...body }, clock())),
  });
}

interface HandedIn {
  reviewId: string;
  answers: readonly { item: string; answer: Answer; note?: string }[];
}

/**
 * Takes a reviewer's answers, once and for good.
 * @throws Problem 404 unknown-review, 410 handed-over, 409 review-over, 400 wrong-answers
 */
async function handIn(
  sql: Sql,
  person: Person,
  { reviewId, answers }: HandedIn,
  now: Date,
): Promise<ReviewTask> {
  const { submissionId } = await getTask(sql, person, reviewId);
  return sql.begin(async (tx) => {
    await lockSubmission(tx, submissionId);
    const row = await getTask(tx, person, reviewId);
    const reading = await readingOf(tx, row);
    const seat = seatOf(reading, person);
    if (seat.answeredAt) throw new Problem(409, 'review-over', 'You have handed in your answers');
    if (row.decided) throw new Problem(409, 'review-over', 'Somebody has decided about this candidate');
    const fault = faultIn(itemsFor(reading, seat.number), answers);
    if (fault !== undefined) throw new Problem(400, 'wrong-answers', fault);
    await insertAnswers(tx, { reviewId, number: seat.number, answeredAt: now }, answers);
    const { id: personId, organisationId } = person;
    await audit(tx, { at: now, organisationId, personId, action: 'review.answered', subject: submissionId });
    return taskFor(tx, person, await getTask(tx, person, reviewId));
  });
}
