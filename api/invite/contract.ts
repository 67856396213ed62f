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

const Nullable = <T extends Type.TSchema>(schema: T, options: { description?: string } = {}) =>
  Type.Union([schema, Type.Null()], options);

export const inviteStates = [
  'invited',
  'opened',
  'started',
  'submitted',
  'graded',
  'withdrawn',
  'expired',
  'revoked',
] as const;
export const InviteState = Type.Enum([...inviteStates]);
export type InviteState = Static<typeof InviteState>;

export const InviteAction = Type.Enum(['time', 'resend', 'remind', 'revoke']);
export type InviteAction = Static<typeof InviteAction>;

const Band = Type.Enum(['below', 'meets', 'solid', 'strong']);

/** The latest e-mail about an invite. */
const InviteMail = Type.Object({
  kind: Type.Enum(['invite', 'reminder']),
  state: Type.Enum(['queued', 'sent', 'failed']),
  at: Type.String({ description: 'ISO 8601: when it came to that' }),
  problem: Nullable(Type.String(), { description: 'Why it was not sent yet, or never' }),
});
export type InviteMail = Static<typeof InviteMail>;

export const Invite = Type.Object({
  id: Type.String(),
  candidateName: Type.String(),
  email: Nullable(Type.String(), { description: 'Null without one, and for those who only review' }),
  challenge: Type.Object({ slug: Type.String(), title: Type.String() }),
  state: InviteState,
  actions: Type.Array(InviteAction, { description: 'What the caller may do with it now' }),
  createdAt: Type.String({ description: 'ISO 8601' }),
  startBy: Type.String({ description: 'ISO 8601; the invite cannot be started after this' }),
  submissionId: Nullable(Type.String()),
  grading: Nullable(Type.Object({ done: Type.Integer(), steps: Type.Integer() }), {
    description: 'How many steps are done, while it goes on',
  }),
  outcome: Nullable(Type.Enum(['graded', 'candidate_failure', 'our_failure'])),
  band: Nullable(Band),
  aiRule: AiRule,
  sharesResult: Type.Boolean(),
  runtimes: Nullable(Type.Array(Type.String()), {
    description: 'The languages the candidate chooses among; null for all there are',
  }),
  extraTime: Nullable(ExtraTime, { description: 'Null for those who only review' }),
  accommodation: Nullable(Type.String(), {
    description: 'What the candidate asks for; null for those who only review',
  }),
  mail: Nullable(InviteMail),
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

export const maxAtOnce = 200;
export const emailPattern = '^[^\\s@<>"(),:;\\[\\]]+@[^\\s@<>"(),:;\\[\\]]+\\.[^\\s@<>"(),:;.\\[\\]]+$';

/** Text without control characters, which is not blank. */
const Name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f][^\\u0000-\\u001f\\u007f]*$',
});
const StartBy = Type.String({
  format: 'date',
  description: 'The last day to start on, until its end in UTC; in 14 days by default',
});

const Candidate = {
  candidateName: Name,
  email: Type.Optional(Type.String({ maxLength: 254, pattern: emailPattern })),
  startBy: Type.Optional(StartBy),
  extraTime: Type.Optional(ExtraTime),
  runtimes: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 20 })),
};
export const NewCandidate = Type.Object(Candidate);
export type NewCandidate = Static<typeof NewCandidate>;

const SendMail = Type.Optional(
  Type.Boolean({
    description: 'Send the link to those with an e-mail address, where e-mail is set up: the default',
  }),
);
const Choices = {
  challenge: Type.String({ maxLength: 100 }),
  aiRule: Type.Optional(AiRule),
  sharesResult: Type.Optional(Type.Boolean()),
  sendMail: SendMail,
};

const MadeInvite = Type.Object({
  invite: Invite,
  link: Nullable(Type.String(), { description: 'Told only now; null when it goes by e-mail' }),
});
export type MadeInvite = Static<typeof MadeInvite>;

const Preview = Type.Object({
  candidates: Type.Array(Type.Object({ line: Type.Integer(), ...Candidate })),
  problems: Type.Array(Type.Object({ line: Type.Integer(), text: Type.String(), what: Type.String() }), {
    description: 'What is wrong with which line',
  }),
});
export type Preview = Static<typeof Preview>;

const Matching = {
  search: Type.Optional(Type.String({ maxLength: 200, description: 'Part of a name or an e-mail address' })),
  challenge: Type.Optional(Type.String({ maxLength: 100 })),
};

/** Up to so many are counted, so that a count takes no longer however many there are. */
export const mostCounted = 1000;
const Count = Type.Integer({ description: `${mostCounted + 1} says: more than ${mostCounted}` });

/** How many invites are in each state. */
export const InviteCounts = Type.Object({
  invited: Count,
  opened: Count,
  started: Count,
  submitted: Count,
  graded: Count,
  withdrawn: Count,
  expired: Count,
  revoked: Count,
} satisfies Record<InviteState, Type.TSchema>);
export type InviteCounts = Static<typeof InviteCounts>;

export const inviteContract = {
  'GET /api/invites': {
    who: may.readInvites,
    query: Type.Object({
      ...Matching,
      state: Type.Optional(InviteState),
      after: Type.Optional(
        Type.String({
          pattern: '^\\d{1,16}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
          description: 'The `next` of the page before',
        }),
      ),
    }),
    response: Type.Object({
      invites: Type.Array(Invite, { description: 'At most 50, the newest first' }),
      next: Nullable(Type.String(), { description: 'Where the next page begins; null on the last' }),
      mail: Type.Boolean({ description: 'Whether e-mail is set up' }),
    }),
  },
  'GET /api/invites/counts': {
    who: may.readInvites,
    query: Type.Object(Matching),
    response: InviteCounts,
  },
  'POST /api/invites': {
    who: may.invite,
    body: Type.Object({ ...Choices, ...Candidate }),
    status: 201,
    response: MadeInvite,
  },
  'POST /api/invites/batch': {
    who: may.invite,
    body: Type.Object({
      ...Choices,
      candidates: Type.Array(NewCandidate, { minItems: 1, maxItems: maxAtOnce }),
    }),
    status: 201,
    response: Type.Object({ made: Type.Array(MadeInvite, { description: 'All of them, in their order' }) }),
  },
  'POST /api/invites/preview': {
    who: may.invite,
    body: Type.Object({
      challenge: Type.String({ maxLength: 100 }),
      text: Type.String({ maxLength: 200_000, description: 'CSV, or one candidate a line' }),
    }),
    response: Preview,
  },
  'PUT /api/invites/:inviteId/extra-time': {
    who: may.invite,
    body: Type.Object({ extraTime: ExtraTime }),
    response: Invite,
  },
  'POST /api/invites/:inviteId/link': {
    who: may.invite,
    body: Type.Object({ startBy: Type.Optional(StartBy), sendMail: SendMail }),
    response: MadeInvite,
  },
  'POST /api/invites/:inviteId/reminder': { who: may.invite, response: Invite },
  'POST /api/invites/:inviteId/revocation': { who: may.invite, response: Invite },
  'POST /api/invites/open': {
    who: 'anyone',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    response: OpenedInvite,
  },
} as const satisfies Contract;
