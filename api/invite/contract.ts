import Type, { type Static } from 'typebox';
import { ChallengeSummary } from '../challenge/contract.ts';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

export const AiRule = Type.Enum(['open', 'disclosed', 'none'], {
  description:
    'What may help: anything; anything that the candidate tells of afterwards; nothing that writes code',
});
export type AiRule = Static<typeof AiRule>;

/** What the challenge's minutes are multiplied by. */
const ExtraTime = Type.Number({ minimum: 1, maximum: 4 });

export const InviteState = Type.Enum([
  'invited',
  'opened',
  'started',
  'submitted',
  'graded',
  'withdrawn',
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
  aiRule: AiRule,
  sharesResult: Type.Boolean(),
  extraTime: Type.Union([ExtraTime, Type.Null()], { description: 'Null for those who only review' }),
  accommodation: Type.Union([Type.String(), Type.Null()], {
    description: 'What the candidate asks for; null for those who only review',
  }),
});
export type Invite = Static<typeof Invite>;

/** What a candidate sees before the clock starts. */
export const OpenedInvite = Type.Object({
  attemptId: Type.String(),
  organisation: Type.String(),
  candidateName: Type.String(),
  challenge: ChallengeSummary,
  scored: Type.Array(
    Type.Object({
      name: Type.String(),
      what: Type.String(),
      percent: Type.Integer({ description: 'Its share of the score' }),
    }),
    { description: 'The dimensions that count, in plain words' },
  ),
  hiddenChecks: Type.Array(Type.Object({ category: Type.String(), count: Type.Integer() })),
  sharesResult: Type.Boolean({ description: 'Whether the candidate sees their own result' }),
  practice: Type.Boolean({ description: 'Whether there is something to practise on' }),
});
export type OpenedInvite = Static<typeof OpenedInvite>;

export const inviteContract = {
  'GET /api/invites': { who: may.readInvites, response: Type.Array(Invite) },
  'POST /api/invites': {
    who: may.invite,
    body: Type.Object({
      challenge: Type.String({ maxLength: 100 }),
      candidateName: Type.String({ minLength: 1, maxLength: 200 }),
      days: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 90, description: 'Days to start in; 14 by default' }),
      ),
      extraTime: Type.Optional(ExtraTime),
      aiRule: Type.Optional(AiRule),
      sharesResult: Type.Optional(Type.Boolean()),
    }),
    status: 201,
    response: Type.Object({ invite: Invite, link: Type.String() }),
  },
  'PUT /api/invites/:inviteId/extra-time': {
    who: may.invite,
    body: Type.Object({ extraTime: ExtraTime }),
    response: Invite,
  },
  'POST /api/invites/open': {
    who: 'anyone',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    response: OpenedInvite,
  },
} as const satisfies Contract;
