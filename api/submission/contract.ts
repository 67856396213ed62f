import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';

/** A snapshot handed in. What the candidate sees of it is the receipt. */
export const Receipt = Type.Object({
  submissionId: Type.String(),
  snapshot: Type.String({ description: 'The hash of the files that are graded' }),
  submittedAt: Type.String({ description: 'ISO 8601' }),
});
export type Receipt = Static<typeof Receipt>;

export const submissionContract = {
  'POST /api/attempts/:attemptId/submission': {
    who: 'candidate',
    body: Type.Object({ treeHash: Type.String() }),
    status: 201,
    response: Receipt,
  },
  'GET /api/attempts/:attemptId/submission': { who: 'candidate', response: Receipt },
} as const satisfies Contract;
