import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';

/** A snapshot handed in. What the candidate sees of it is the receipt. */
export const Receipt = Type.Object({
  submissionId: Type.String(),
  snapshot: Type.String({ description: 'The hash of the files that are graded' }),
  submittedAt: Type.String({ description: 'ISO 8601' }),
});
export type Receipt = Static<typeof Receipt>;

export const Archive = Type.Unsafe<Buffer>(
  Type.String({ format: 'binary', description: 'A .tar.gz of the files; sent as it is, not as JSON' }),
);

export const submissionContract = {
  'POST /api/attempts/:attemptId/submission': {
    who: 'candidate',
    body: Type.Object({ treeHash: Type.String() }),
    status: 201,
    response: Receipt,
  },
  'GET /api/attempts/:attemptId/submission': { who: 'candidate', response: Receipt },
  'GET /api/attempts/:attemptId/code': { who: 'candidate', perMinute: 30, response: Archive },
} as const satisfies Contract;
