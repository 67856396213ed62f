import Type, { type Static } from 'typebox';
import { GradedReport, FailedReport } from '../grading/report.ts';
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
  'GET /api/submissions/:submissionId/changes': {
    who: ['admin', 'manager', 'reviewer'],
    response: Type.Object({ files: Type.Array(ChangedFile) }),
  },
} as const satisfies Contract;
