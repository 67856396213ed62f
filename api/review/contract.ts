import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';
import { ChangedFile } from '../scorecard/contract.ts';

const Nullable = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

export const Answer = Type.Enum(['true', 'false', 'unknown'], { description: 'unknown: one cannot tell' });
export type Answer = Static<typeof Answer>;

const Note = Nullable(Type.String());
const Said = Type.Object({ by: Type.String(), answer: Answer, note: Note });

const ItemOutcome = Type.Object({
  id: Type.String(),
  statement: Type.String(),
  good: Type.Boolean({ description: 'The answer one hopes for' }),
  why: Type.String(),
  said: Type.Array(Said, { description: 'What the two said, and the third where they differed' }),
  result: Nullable(Answer, 'Null while a third is needed'),
});
export type ItemOutcome = Static<typeof ItemOutcome>;

const Agreement = Type.Object({
  pairs: Type.Integer({ description: 'Items that two people answered' }),
  same: Type.Integer({ description: 'Those that both answered alike' }),
  ac1: Nullable(Type.Number(), "Gwet's AC1; null where there are too few pairs to tell"),
  enoughPairs: Type.Integer({ description: 'From how many pairs on it is told' }),
});
export type Agreement = Static<typeof Agreement>;

export const ReviewState = Type.Enum(['reading', 'split', 'deciding', 'done', 'closed'], {
  description:
    'Two read; they differ and a third is wanted; the third reads; everything is answered; it was decided before that',
});
export type ReviewState = Static<typeof ReviewState>;

/** What a scorecard shows of the reading. Nobody's answer is told before both are in. */
const Review = Type.Object({
  state: ReviewState,
  asked: Type.Integer(),
  answered: Type.Integer(),
  disputed: Type.Integer({ description: 'Items on which the two differ; 0 until both are in' }),
  outcomes: Nullable(Type.Array(ItemOutcome)),
  agreement: Nullable(Agreement, 'Of everybody who read this version of the challenge for the organisation'),
});
export type Review = Static<typeof Review>;

const Reviewer = Type.Object({
  id: Type.String(),
  name: Type.String(),
  open: Type.Integer({ description: 'Reviews they are asked for and have not answered' }),
});
export type Reviewer = Static<typeof Reviewer>;

const Waiting = Type.Object({
  id: Type.String({ description: 'Of the person' }),
  name: Type.String(),
  askedAt: Type.String({ description: 'ISO 8601' }),
});
export type Waiting = Static<typeof Waiting>;

const SubmissionReview = Type.Object({
  items: Type.Integer({ description: 'How many items the author of the challenge wrote' }),
  review: Nullable(Review),
  actions: Type.Array(
    Type.Enum(['ask', 'ask-third', 'hand-over'], {
      description: 'hand-over: somebody else may be asked in place of who has not answered',
    }),
  ),
  askable: Type.Array(Reviewer, { description: 'Whom one may ask now, the least busy first; at most 200' }),
  waiting: Type.Array(Waiting, {
    description: 'Who has not answered yet, for whoever may ask others instead',
  }),
});
export type SubmissionReview = Static<typeof SubmissionReview>;

const Part = Type.Enum(['reader', 'third'], {
  description: 'One of the two who answer everything, or the third, who decides where they differ',
});
const CandidateName = Nullable(Type.String(), 'Once somebody has decided');
const named = {
  id: Type.String(),
  code: Type.String({ description: 'What the candidate is called here' }),
  challenge: Type.Object({ slug: Type.String(), title: Type.String() }),
  part: Part,
};

const QueuedReview = Type.Object({ ...named, askedAt: Type.String({ description: 'ISO 8601' }) });
export type QueuedReview = Static<typeof QueuedReview>;

const AnsweredReview = Type.Object({
  ...named,
  candidateName: CandidateName,
  answeredAt: Type.String({ description: 'ISO 8601' }),
});
export type AnsweredReview = Static<typeof AnsweredReview>;

/** What a reviewer sees: the code and the items, and of the candidate nothing. */
export const ReviewTask = Type.Object({
  ...named,
  candidateName: CandidateName,
  state: Type.Enum(['open', 'answered', 'closed'], {
    description: 'closed: somebody decided before it was answered',
  }),
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      statement: Type.String(),
      answer: Nullable(Answer, 'What this reviewer has handed in'),
      note: Note,
    }),
    { description: 'In an order made for this reviewer' },
  ),
  outcomes: Nullable(Type.Array(ItemOutcome), 'Once this reviewer and both of the two are done'),
  files: Type.Array(ChangedFile, { description: 'What differs from the files the candidate started with' }),
});
export type ReviewTask = Static<typeof ReviewTask>;

const Page = Type.Object({
  after: Type.Optional(Type.String({ maxLength: 100, description: 'Id of the last review seen' })),
});

export const reviewContract = {
  'GET /api/reviews': {
    who: may.review,
    query: Page,
    response: Type.Object({ reviews: Type.Array(QueuedReview), more: Type.Boolean() }),
  },
  'GET /api/reviews/answered': {
    who: may.review,
    query: Page,
    response: Type.Object({
      reviews: Type.Array(AnsweredReview, { description: 'The latest first' }),
      more: Type.Boolean(),
    }),
  },
  'GET /api/reviews/:reviewId': { who: may.review, response: ReviewTask },
  'POST /api/reviews/:reviewId/answers': {
    who: may.review,
    body: Type.Object({
      answers: Type.Array(
        Type.Object({
          item: Type.String({ maxLength: 100 }),
          answer: Answer,
          note: Type.Optional(Type.String({ maxLength: 2000 })),
        }),
        { maxItems: 20 },
      ),
    }),
    status: 201,
    response: ReviewTask,
  },
  'GET /api/submissions/:submissionId/review': { who: may.readScorecards, response: SubmissionReview },
  'POST /api/submissions/:submissionId/review': {
    who: may.askForReview,
    body: Type.Object({
      reviewers: Type.Array(Type.String({ maxLength: 100 }), { minItems: 2, maxItems: 2 }),
    }),
    status: 201,
    response: SubmissionReview,
  },
  'POST /api/submissions/:submissionId/review/third': {
    who: may.askForReview,
    body: Type.Object({ reviewer: Type.String({ maxLength: 100 }) }),
    status: 201,
    response: SubmissionReview,
  },
  'POST /api/submissions/:submissionId/review/hand-over': {
    who: may.askForReview,
    body: Type.Object({
      from: Type.String({ maxLength: 100, description: 'Id of the person who has not answered' }),
      to: Type.String({ maxLength: 100, description: 'Id of the person who is asked instead' }),
    }),
    status: 201,
    response: SubmissionReview,
  },
} as const satisfies Contract;
