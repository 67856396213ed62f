import Type, { type Static } from 'typebox';
import { Band, Dimension, FailedReport, GradedReport, Measured } from '../grading/report.ts';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';
import { Archive } from '../submission/contract.ts';

const evidence = {
  anchor: Type.String({ description: 'Where on the page the evidence stands, such as #drill-2' }),
  label: Type.String(),
};
const Fact = Type.Object({
  headline: Type.String(),
  yardstick: Type.String(),
  tone: Type.Enum(['good', 'bad', 'plain']),
  anchor: Type.String(),
});
const Finding = Type.Object({ text: Type.String(), ...evidence });
export type Finding = Static<typeof Finding>;
const Question = Type.Object({ ask: Type.String(), listenFor: Type.String(), ...evidence });
export type Question = Static<typeof Question>;

export const Confidence = Type.Object({ level: Type.Enum(['high', 'medium', 'low']), reason: Type.String() });
export type Confidence = Static<typeof Confidence>;

export const Mark = Type.Object({ points: Type.Number(), label: Type.String() });
export type Mark = Static<typeof Mark>;

/** What a scorecard says, whoever it is about. */
export const scorecardWords = {
  challenge: Type.Object({ slug: Type.String(), title: Type.String() }),
  submittedAt: Type.String(),
  sentence: Type.String({ description: 'The answer to "would this person\'s API hold up?"' }),
  holds: Type.Union([Type.String(), Type.Null()], {
    description: 'Requests a second, written as in the sentence; null when nothing was held or measured',
  }),
  heldBack: Type.Union([Type.String(), Type.Null()], {
    description: 'Why the band is lower than the score alone would make it',
  }),
  confidence: Type.Union([Confidence, Type.Null()]),
  facts: Type.Array(Fact),
  bandMarks: Type.Array(Mark, { description: 'From how many points on each band begins' }),
  solutionMarks: Type.Array(Mark, { description: 'What known solutions get for Performance' }),
  strengths: Type.Array(Finding),
  risks: Type.Array(Finding, { description: 'The heaviest first' }),
  questions: Type.Array(Question),
  notMeasured: Type.Array(Type.String()),
  report: Type.Union([GradedReport, FailedReport]),
};

export const Scorecard = Type.Object({
  submissionId: Type.String(),
  candidateName: Type.String(),
  ...scorecardWords,
});
export type Scorecard = Static<typeof Scorecard>;
export type ScorecardWords = Omit<Scorecard, 'submissionId' | 'candidateName'>;

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

export const ChangedFile = Type.Object({
  path: Type.String(),
  before: Type.Union([Type.String(), Type.Null()], { description: 'Null when the candidate added the file' }),
  after: Type.Union([Type.String(), Type.Null()], {
    description: 'Null when the candidate deleted the file',
  }),
});

export const scorecardContract = {
  'GET /api/submissions/:submissionId/scorecard': {
    who: may.readScorecards,
    response: Scorecard,
  },
  'GET /api/attempts/:attemptId/result': { who: 'candidate', response: OwnResult },
  'GET /api/submissions/:submissionId/changes': {
    who: may.readScorecards,
    response: Type.Object({ files: Type.Array(ChangedFile) }),
  },
  'GET /api/submissions/:submissionId/files': {
    who: may.readScorecards,
    response: Archive,
  },
} as const satisfies Contract;
