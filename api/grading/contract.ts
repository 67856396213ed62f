import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

export const GradingState = Type.Enum(['queued', 'running', 'retrying', 'finished']);
export type GradingState = Static<typeof GradingState>;

export const Phase = Type.Object({
  name: Type.String({
    description:
      'prepare, build, start, checks, storm, warm-up, saturated, steady, ladder, drills, second-boot, score',
  }),
  title: Type.String({ description: 'In plain words' }),
  state: Type.Enum(['waiting', 'running', 'done']),
});
export type Phase = Static<typeof Phase>;

export const Grading = Type.Object({
  submissionId: Type.String(),
  candidateName: Type.String(),
  challenge: Type.Object({ slug: Type.String(), title: Type.String() }),
  state: GradingState,
  phases: Type.Array(Phase),
});
export type Grading = Static<typeof Grading>;

export const gradingContract = {
  'GET /api/submissions/:submissionId/grading': { who: may.readScorecards, response: Grading },
} as const satisfies Contract;
