import Type, { type Static } from 'typebox';
import { Band, Dimension, FailedReport, GradedReport, Measured } from '../grading/report.ts';
import type { Contract } from '../http/contract.ts';

export const Scorecard = Type.Object({
  submissionId: Type.String(),
  candidateName: Type.String(),
  challenge: Type.Object({ slug: Type.String(), title: Type.String() }),
  submittedAt: Type.String(),
  sentence: Type.String({ description: 'The answer to "would this person\'s API hold up?"' }),
  facts: Type.Array(Type.Object({ headline: Type.String(), yardstick: Type.String() })),
  report: Type.Union([GradedReport, FailedReport]),
});
export type Scorecard = Static<typeof Scorecard>;

/** What a candidate sees of their own grading: what it came to, and nothing of the hidden suite. */
export const OwnResult = Type.Union([
  Type.Object({ outcome: Type.Literal('waiting') }, { description: 'The grading is not finished yet' }),
  Type.Object({
    outcome: Type.Literal('graded'),
    band: Band,
    score: Measured,
    dimensions: Type.Array(Dimension),
    facts: Type.Array(Type.Object({ headline: Type.String(), yardstick: Type.String() })),
    categories: Type.Array(
      Type.Object({ category: Type.String(), passed: Type.Integer(), count: Type.Integer() }),
    ),
  }),
  Type.Object({
    outcome: Type.Union([Type.Literal('candidate_failure'), Type.Literal('our_failure')]),
    stage: FailedReport.properties.failure.properties.stage,
  }),
]);
export type OwnResult = Static<typeof OwnResult>;

const ChangedFile = Type.Object({
  path: Type.String(),
  before: Type.Union([Type.String(), Type.Null()], { description: 'Null when the candidate added the file' }),
  after: Type.Union([Type.String(), Type.Null()], {
    description: 'Null when the candidate deleted the file',
  }),
});

export const scorecardContract = {
  'GET /api/submissions/:submissionId/scorecard': {
    who: ['admin', 'manager', 'reviewer'],
    response: Scorecard,
  },
  'GET /api/attempts/:attemptId/result': { who: 'candidate', response: OwnResult },
  'GET /api/submissions/:submissionId/changes': {
    who: ['admin', 'manager', 'reviewer'],
    response: Type.Object({ files: Type.Array(ChangedFile) }),
  },
} as const satisfies Contract;
