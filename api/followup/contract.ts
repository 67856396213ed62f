import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const open = {
  openedBy: Type.String({ description: 'Name of the person' }),
  openedAt: Type.String({ description: 'ISO 8601' }),
  endsAt: Type.String({ description: 'When it ends by itself' }),
};

export const FollowUp = Type.Object({
  snapshot: Type.String({ description: 'Hash of the files handed in, which it begins with' }),
  open: Nullable(
    Type.Object({
      ...open,
      here: Type.Array(Type.String(), { description: 'Names of those who look at it now' }),
    }),
  ),
});
export type FollowUp = Static<typeof FollowUp>;

const OwnFollowUp = Type.Object({ open: Nullable(Type.Object(open)) });

export const Together = Type.Object({
  ...open,
  snapshot: Type.String({ description: 'Hash of the files it began with' }),
  side: Type.Enum(['candidate', 'interviewer']),
  of: Type.String({ description: "What it is about: the candidate's attempt; an interviewer's submission" }),
  here: Type.Array(Type.String(), { description: 'Names of the others who look at it now' }),
});
export type Together = Static<typeof Together>;

export const followUpContract = {
  'GET /api/submissions/:submissionId/follow-up': { who: may.interview, response: FollowUp },
  'POST /api/submissions/:submissionId/follow-up': {
    who: may.interview,
    response: Type.Object({ attemptId: Type.String({ description: 'The workspace to join in' }) }),
  },
  'DELETE /api/submissions/:submissionId/follow-up': { who: may.interview, response: Type.Object({}) },
  'GET /api/attempts/:attemptId/follow-up': { who: 'candidate', response: OwnFollowUp },
  'POST /api/attempts/:attemptId/follow-up': {
    who: 'candidate',
    perMinute: 30,
    response: Type.Object({ attemptId: Type.String({ description: 'The workspace to join in' }) }),
  },
  'GET /api/attempts/:attemptId/together': { who: 'candidate', response: Together },
} as const satisfies Contract;
