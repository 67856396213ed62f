import Type, { type Static } from 'typebox';
import { ChallengeSummary } from '../challenge/contract.ts';
import type { Contract } from '../http/contract.ts';
import { AiRule } from '../invite/contract.ts';
import { AtTree, CheckResults, FormatResult, ServiceLog, WorkspaceState } from '../workspace/contract.ts';

/** Text that a candidate writes: not blank, and nothing that PostgreSQL cannot keep. */
const Said = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$' });

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const AttemptState = Type.Enum(['waiting', 'preparing', 'running', 'submitted', 'withdrawn', 'over']);
export type AttemptState = Static<typeof AttemptState>;

export const AttemptAction = Type.Enum(['practise', 'start', 'edit', 'run', 'submit', 'withdraw']);
export type AttemptAction = Static<typeof AttemptAction>;

const Outage = Type.Object({
  beganAt: Type.String({ description: 'ISO 8601' }),
  endedAt: Type.String(),
  reason: Type.Enum(['platform', 'sandbox']),
});

// One schema and no union: a 0 that is tried as null would be taken for it, and mean for ever.
const Days = Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 1, maximum: 3650 });

/** How long what is kept of candidates is kept, from the end of their work on. */
export const Retention = Type.Object({
  anonymiseAfterDays: Days,
  deleteAfterDays: Days,
});
export type Retention = Static<typeof Retention>;

/** What was agreed before the clock. */
const Terms = Type.Object({
  minutes: Type.Integer({ description: 'Of working time, extra time included' }),
  extraMinutes: Type.Integer(),
  aiRule: AiRule,
  signature: Nullable(Type.Object({ name: Type.String(), at: Type.String() })),
  accommodation: Nullable(Type.String({ description: 'What the candidate asked for' })),
  sharesResult: Type.Boolean({ description: 'Whether the candidate sees their own result' }),
  disclosure: Nullable(Type.String({ description: 'What the candidate says they were helped by' })),
  organisation: Type.String({ description: 'Who invited, and keeps what is recorded' }),
  retention: Retention,
});
export type Terms = Static<typeof Terms>;

export const Attempt = Type.Object({
  id: Type.String(),
  state: AttemptState,
  actions: Type.Array(AttemptAction),
  challenge: ChallengeSummary,
  brief: Type.String({ description: 'Markdown' }),
  runtime: Nullable(Type.String()),
  startedAt: Nullable(Type.String({ description: 'ISO 8601: when the sandbox first answered' })),
  deadline: Nullable(Type.String({ description: 'ISO 8601' })),
  now: Type.String({ description: 'ISO 8601: the server clock, from which a page derives its own offset' }),
  workspace: WorkspaceState,
  clockStands: Type.Boolean({ description: 'The time stands still until the sandbox is back' }),
  outages: Type.Array(Outage, { description: 'Time given back, the newest last' }),
  terms: Terms,
  practiceOf: Nullable(Type.String({ description: 'The attempt that this one is practice for' })),
  followUp: Type.Boolean({ description: 'The work handed in, opened again to be talked about' }),
  submissionId: Nullable(Type.String()),
});
export type Attempt = Static<typeof Attempt>;

const FileEntry = Type.Object({
  path: Type.String(),
  hash: Type.String({ description: 'sha256 of the content, hex' }),
  rev: Type.Integer({ description: 'Counts the saves of this path' }),
  bytes: Type.Integer(),
});

export const FileTree = Type.Object({
  treeHash: Type.String({ description: 'The hash a submission of these files would have' }),
  files: Type.Array(FileEntry),
  deleted: Type.Array(Type.String(), { description: 'Paths that had a file once' }),
  clashes: Type.Array(Type.Object({ path: Type.String(), version: Type.Integer() }), {
    description: 'Changes made in the sandbox that met another change of the same file',
  }),
});
export type FileTree = Static<typeof FileTree>;

const Path = Type.String({ minLength: 1, maxLength: 4096 });

const SavedFile = Type.Object({
  rev: Type.Integer(),
  hash: Type.String(),
  treeHash: Type.String(),
});

const FileVersion = Type.Object({
  id: Type.Integer(),
  via: Type.Enum(['starter', 'editor', 'sandbox', 'aside']),
  at: Type.String({ description: 'ISO 8601' }),
  bytes: Nullable(Type.Integer({ description: 'Null where the file was deleted' })),
});
export type FileVersion = Static<typeof FileVersion>;

const StarterFile = Type.Object({
  path: Type.String(),
  content: Nullable(Type.String({ description: 'Null where it is not text' })),
});

export const attemptContract = {
  'GET /api/attempts/:attemptId': { who: 'candidate', response: Attempt },
  'POST /api/attempts/:attemptId/start': {
    who: 'candidate',
    perMinute: 10,
    body: Type.Object({ runtime: Type.String({ maxLength: 40 }) }),
    response: Attempt,
  },
  'POST /api/attempts/:attemptId/signature': {
    who: 'candidate',
    perMinute: 10,
    body: Type.Object({ name: Said(200) }),
    response: Attempt,
  },
  'POST /api/attempts/:attemptId/accommodation': {
    who: 'candidate',
    perMinute: 10,
    body: Type.Object({ text: Said(1000) }),
    response: Attempt,
  },
  'POST /api/attempts/:attemptId/disclosure': {
    who: 'candidate',
    perMinute: 10,
    body: Type.Object({ text: Said(2000) }),
    response: Attempt,
  },
  'POST /api/attempts/:attemptId/withdrawal': { who: 'candidate', perMinute: 10, response: Attempt },
  'POST /api/attempts/:attemptId/practice': {
    who: 'candidate',
    perMinute: 10,
    body: Type.Object({ runtime: Type.String({ maxLength: 40 }) }),
    response: Type.Object({ attemptId: Type.String() }),
  },
  'POST /api/attempts/:attemptId/signals': {
    who: 'candidate',
    perMinute: 60,
    body: Type.Object({
      kind: Type.Enum(['paste', 'away', 'back']),
      size: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
    }),
    response: Type.Object({}),
  },
  'GET /api/attempts/:attemptId/files': { who: 'candidate', response: FileTree },
  'GET /api/attempts/:attemptId/file': {
    who: 'candidate',
    query: Type.Object({ path: Path }),
    response: Type.Object({
      path: Type.String(),
      content: Type.String(),
      rev: Type.Integer(),
      hash: Type.String(),
      page: Nullable(Type.String({ description: 'The page that saved it; null when none did' })),
    }),
  },
  'PUT /api/attempts/:attemptId/file': {
    who: 'candidate',
    perMinute: 600,
    body: Type.Object({
      path: Path,
      content: Type.String(),
      baseRev: Type.Integer({
        minimum: 0,
        description: '0 for a new file; another than the stored one is 409 file-conflict',
      }),
      page: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'Names who saves, so that a save whose answer was lost can be told from another’s',
        }),
      ),
    }),
    response: SavedFile,
  },
  'DELETE /api/attempts/:attemptId/file': {
    who: 'candidate',
    query: Type.Object({ path: Path, baseRev: Type.Integer({ minimum: 0 }) }),
    response: Type.Object({ treeHash: Type.String() }),
  },
  'GET /api/attempts/:attemptId/starter': {
    who: 'candidate',
    perMinute: 30,
    response: Type.Object({ files: Type.Array(StarterFile) }),
  },
  'GET /api/attempts/:attemptId/versions': {
    who: 'candidate',
    perMinute: 120,
    query: Type.Object({ path: Path }),
    response: Type.Object({ versions: Type.Array(FileVersion) }),
  },
  'GET /api/attempts/:attemptId/versions/:versionId': {
    who: 'candidate',
    perMinute: 240,
    response: Type.Object({ path: Type.String(), content: Nullable(Type.String()) }),
  },
  'POST /api/attempts/:attemptId/versions': {
    who: 'candidate',
    perMinute: 60,
    body: Type.Object({ path: Path, content: Type.String() }),
    response: Type.Object({ id: Type.Integer() }),
  },
  'DELETE /api/attempts/:attemptId/clash': {
    who: 'candidate',
    query: Type.Object({ path: Path }),
    response: FileTree,
  },
  'POST /api/attempts/:attemptId/restart': {
    who: 'candidate',
    perMinute: 20,
    body: AtTree,
    response: WorkspaceState,
  },
  'GET /api/attempts/:attemptId/log': {
    who: 'candidate',
    response: ServiceLog,
  },
  'POST /api/attempts/:attemptId/request': {
    who: 'candidate',
    perMinute: 120,
    body: Type.Object({
      method: Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      path: Type.String({ pattern: '^/', maxLength: 8192 }),
      headers: Type.Record(Type.String(), Type.String()),
      body: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    }),
    response: Type.Object({
      status: Type.Integer(),
      headers: Type.Record(Type.String(), Type.String()),
      body: Type.String({ description: 'Cut at 256 kB' }),
      truncated: Type.Boolean(),
      ms: Type.Number(),
    }),
  },
  'POST /api/attempts/:attemptId/format': {
    who: 'candidate',
    perMinute: 30,
    body: Type.Object({ text: Type.String() }),
    response: FormatResult,
  },
  'POST /api/attempts/:attemptId/checks': {
    who: 'candidate',
    perMinute: 12,
    body: AtTree,
    response: CheckResults,
  },
} as const satisfies Contract;
