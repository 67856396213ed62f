import Type, { type Static } from 'typebox';
import { Retention } from '../attempt/contract.ts';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Moment = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$', maxLength: 40, description });
const Id = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

const RecordEntry = Type.Object({
  id: Type.Integer(),
  at: Type.String({ description: 'ISO 8601' }),
  actor: Type.String({ description: 'person, candidate or platform' }),
  person: Nullable(Type.String({ description: 'Name of the person who did it' })),
  action: Type.String({ description: 'What happened, such as invite.created' }),
  subject: Nullable(Type.String()),
  candidate: Nullable(
    Type.Object({
      inviteId: Type.String(),
      name: Nullable(Type.String({ description: 'Null once the candidate is deleted' })),
    }),
  ),
  changes: Type.Array(
    Type.Object({ name: Type.String(), before: Nullable(Type.String()), after: Nullable(Type.String()) }),
    { description: 'What was changed, as it was and as it became' },
  ),
  facts: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  address: Nullable(Type.String({ description: 'Where the call came from; null for what no call did' })),
  erased: Type.Boolean({ description: 'What it said of a candidate was removed with them' }),
});
export type RecordEntry = Static<typeof RecordEntry>;

const RecordPage = Type.Object({
  entries: Type.Array(RecordEntry, { description: 'The newest first' }),
  next: Nullable(Type.String({ description: 'Cursor of the page after this one' })),
});

/** What is kept of a candidate, for those who may end it. */
const KeptData = Type.Object({
  inviteId: Type.String(),
  candidateName: Type.String(),
  challenge: Type.String(),
  overAt: Nullable(Type.String({ description: 'When the work was over, or the link no longer worked' })),
  over: Type.Boolean({ description: 'Whether that is so now: only then can it be anonymised' }),
  anonymisedAt: Nullable(Type.String()),
  hold: Nullable(Type.Object({ reason: Type.String(), at: Type.String() })),
  anonymiseAt: Nullable(Type.String({ description: 'When it is due, by the retention as it is set now' })),
  deleteAt: Nullable(Type.String()),
  versions: Type.Integer({ description: 'Of their files' }),
  events: Type.Integer({ description: 'Of the timeline' }),
  gradings: Type.Integer(),
});
export type KeptData = Static<typeof KeptData>;

const Stream = Type.Unsafe<NodeJS.ReadableStream>(
  Type.String({ format: 'binary', description: 'A .tar.gz with a README.md; sent as it is, not as JSON' }),
);

const Reason = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$',
});

export const recordContract = {
  'GET /api/record': {
    who: may.readRecord,
    query: Type.Object({
      person: Type.Optional(Id),
      action: Type.Optional(Type.String({ maxLength: 100 })),
      candidate: Type.Optional(Id),
      from: Type.Optional(Moment('ISO 8601: the earliest')),
      until: Type.Optional(Moment('ISO 8601: the first that is too late')),
      cursor: Type.Optional(Type.String({ maxLength: 80 })),
    }),
    response: RecordPage,
  },
  'GET /api/record/filters': {
    who: may.readRecord,
    response: Type.Object({
      people: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
      actions: Type.Array(Type.String()),
    }),
  },
  'GET /api/retention': { who: may.readRecord, response: Retention },
  'PUT /api/retention': { who: may.setRetention, body: Retention, response: Retention },
  'GET /api/invites/:inviteId/data': { who: may.deleteCandidates, response: KeptData },
  'PUT /api/invites/:inviteId/hold': {
    who: may.deleteCandidates,
    body: Type.Object({ reason: Reason }),
    response: KeptData,
  },
  'DELETE /api/invites/:inviteId/hold': { who: may.deleteCandidates, response: KeptData },
  'POST /api/invites/:inviteId/deletion': {
    who: may.deleteCandidates,
    body: Type.Object({
      confirm: Type.String({ maxLength: 200, description: 'The name of the candidate, typed' }),
    }),
    response: Type.Object({}),
  },
  'POST /api/invites/:inviteId/anonymisation': {
    who: may.deleteCandidates,
    body: Type.Object({ reason: Reason }),
    response: KeptData,
  },
  'GET /api/attempts/:attemptId/data': { who: 'candidate', perMinute: 6, response: Stream },
} as const satisfies Contract;
