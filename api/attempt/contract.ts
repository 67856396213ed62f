import Type, { type Static } from 'typebox';
import { ChallengeSummary } from '../challenge/contract.ts';
import type { Contract } from '../http/contract.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const AttemptState = Type.Enum(['waiting', 'preparing', 'running', 'submitted']);
export type AttemptState = Static<typeof AttemptState>;

/** What the candidate's service is doing in its sandbox. */
export const ServiceState = Type.Object({
  sandbox: Type.Enum(['none', 'starting', 'ready', 'failed']),
  service: Type.Enum(['stopped', 'starting', 'running', 'exited']),
  exitCode: Nullable(Type.Integer()),
  problem: Nullable(Type.String({ description: 'Why the sandbox failed, for the candidate' })),
});
export type ServiceState = Static<typeof ServiceState>;

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
  workspace: ServiceState,
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

export const CheckResult = Type.Object({
  name: Type.String(),
  category: Type.String(),
  passed: Type.Boolean(),
  message: Type.String({ description: 'Empty when it passed' }),
});
export type CheckResult = Static<typeof CheckResult>;

/** Run, check and submit act on exactly this tree; another hash than the server's is refused with 409 tree-moved. */
const AtTree = Type.Object({ treeHash: Type.String() });

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
    response: ServiceState,
  },
  'GET /api/attempts/:attemptId/log': {
    who: 'candidate',
    response: Type.Object({ text: Type.String({ description: 'The last lines the service wrote' }) }),
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
    response: Type.Object({ checks: Type.Array(CheckResult) }),
  },
} as const satisfies Contract;
