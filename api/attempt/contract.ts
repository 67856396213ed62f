import Type, { type Static } from 'typebox';
import { ChallengeSummary } from '../challenge/contract.ts';
import type { Contract } from '../http/contract.ts';
import { AtTree, CheckResults, ServiceLog, WorkspaceState } from '../workspace/contract.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const AttemptState = Type.Enum(['waiting', 'preparing', 'running', 'submitted']);
export type AttemptState = Static<typeof AttemptState>;

export const AttemptAction = Type.Enum(['start', 'edit', 'run', 'submit']);
export type AttemptAction = Static<typeof AttemptAction>;

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
});
export type FileTree = Static<typeof FileTree>;

const Path = Type.String({ minLength: 1, maxLength: 4096 });

const SavedFile = Type.Object({
  rev: Type.Integer(),
  hash: Type.String(),
  treeHash: Type.String(),
});

export const attemptContract = {
  'GET /api/attempts/:attemptId': { who: 'candidate', response: Attempt },
  'POST /api/attempts/:attemptId/start': {
    who: 'candidate',
    perMinute: 10,
    body: Type.Object({ runtime: Type.String({ maxLength: 40 }) }),
    response: Attempt,
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
    }),
    response: SavedFile,
  },
  'DELETE /api/attempts/:attemptId/file': {
    who: 'candidate',
    query: Type.Object({ path: Path, baseRev: Type.Integer({ minimum: 0 }) }),
    response: Type.Object({ treeHash: Type.String() }),
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
  'POST /api/attempts/:attemptId/checks': {
    who: 'candidate',
    perMinute: 12,
    body: AtTree,
    response: CheckResults,
  },
} as const satisfies Contract;
