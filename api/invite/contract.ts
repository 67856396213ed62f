import Type, { type Static } from 'typebox';
import { ChallengeSummary } from '../challenge/contract.ts';
import type { Contract } from '../http/contract.ts';

export const InviteState = Type.Enum([
  'invited',
  'opened',
  'started',
  'submitted',
  'graded',
  'expired',
  'revoked',
]);
export type InviteState = Static<typeof InviteState>;

const Band = Type.Enum(['below', 'meets', 'solid', 'strong']);

export const Invite = Type.Object({
  id: Type.String(),
  candidateName: Type.String(),
  challenge: Type.Object({ slug: Type.String(), title: Type.String() }),
  state: InviteState,
  createdAt: Type.String({ description: 'ISO 8601' }),
  startBy: Type.String({ description: 'ISO 8601; the invite cannot be started after this' }),
  submissionId: Type.Union([Type.String(), Type.Null()]),
  outcome: Type.Union([Type.Enum(['graded', 'candidate_failure', 'our_failure']), Type.Null()]),
  band: Type.Union([Band, Type.Null()]),
});
export type Invite = Static<typeof Invite>;

/** What a candidate sees before the clock starts. */
export const OpenedInvite = Type.Object({
  attemptId: Type.String(),
  organisation: Type.String(),
  candidateName: Type.String(),
  challenge: ChallengeSummary,
  scored: Type.Array(Type.Object({ name: Type.String(), what: Type.String() }), {
    description: 'The dimensions that count, in plain words',
  }),
  hiddenChecks: Type.Array(Type.Object({ category: Type.String(), count: Type.Integer() })),
});
export type OpenedInvite = Static<typeof OpenedInvite>;

export const inviteContract = {
  'GET /api/invites': { who: ['admin', 'manager', 'reviewer'], response: Type.Array(Invite) },
  'POST /api/invites': {
    who: ['admin', 'manager'],
    body: Type.Object({
      challenge: Type.String({ maxLength: 100 }),
      candidateName: Type.String({ minLength: 1, maxLength: 200 }),
      days: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 90, description: 'Days to start in; 14 by default' }),
      ),
    }),
    status: 201,
    response: Type.Object({ invite: Invite, link: Type.String() }),
  },
  'POST /api/invites/open': {
    who: 'anyone',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    response: OpenedInvite,
  },
} as const satisfies Contract;
