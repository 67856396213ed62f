import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const EntryKind = Type.Enum([
  'saved',
  'deleted',
  'run',
  'checks',
  'request',
  'terminal',
  'sql',
  'load',
  'paste',
  'away',
  'back',
]);
export type EntryKind = Static<typeof EntryKind>;

const Entry = Type.Object({
  id: Type.Integer(),
  at: Type.String({ description: 'ISO 8601' }),
  kind: EntryKind,
  path: Nullable(Type.String()),
  size: Nullable(Type.Integer({ description: 'Bytes of what was saved, characters of what was pasted' })),
  note: Nullable(Type.String()),
});
export type Entry = Static<typeof Entry>;

export const Timeline = Type.Object({
  startedAt: Type.String(),
  endedAt: Type.String(),
  cut: Type.Boolean({ description: 'Whether it was full, so that what came later is missing' }),
  aiRule: Type.Enum(['open', 'disclosed', 'none']),
  signature: Nullable(Type.Object({ name: Type.String(), at: Type.String() })),
  disclosure: Nullable(Type.String({ description: 'What the candidate says they were helped by' })),
  entries: Type.Array(Entry),
});
export type Timeline = Static<typeof Timeline>;

export const timelineContract = {
  'GET /api/submissions/:submissionId/timeline': { who: may.readScorecards, response: Timeline },
  'GET /api/submissions/:submissionId/moment': {
    who: may.readScorecards,
    query: Type.Object({
      entry: Type.Optional(Type.Integer({ description: 'The last entry that counts; all when absent' })),
      path: Type.Optional(Type.String({ maxLength: 4096, description: 'Whose content is asked for' })),
    }),
    response: Type.Object({
      files: Type.Array(Type.Object({ path: Type.String(), bytes: Type.Integer() })),
      content: Nullable(Type.String({ description: 'Null when the file was not there, or is no text' })),
    }),
  },
} as const satisfies Contract;
