import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** What the candidate's sandbox is doing, and the service in it. */
export const WorkspaceState = Type.Object({
  sandbox: Type.Enum(['none', 'queued', 'starting', 'ready', 'failed']),
  place: Nullable(Type.Integer({ description: 'In the queue: 1 is next' })),
  service: Type.Enum(['stopped', 'starting', 'running', 'exited']),
  exitCode: Nullable(Type.Integer()),
  problem: Nullable(Type.String({ description: 'Why the sandbox failed, for the candidate' })),
});
export type WorkspaceState = Static<typeof WorkspaceState>;

export const CheckResult = Type.Object({
  name: Type.String(),
  category: Type.String(),
  passed: Type.Boolean(),
  message: Type.String({ description: 'Empty when it passed' }),
  expected: Nullable(Type.String()),
  got: Nullable(Type.String()),
  source: Nullable(
    Type.Object({
      file: Type.String({ description: 'Of the visible checks' }),
      line: Type.Integer({ description: 'Where the check failed' }),
      from: Type.Integer({ description: 'Number of the first of these lines' }),
      lines: Type.Array(Type.String()),
    }),
  ),
});
export type CheckResult = Static<typeof CheckResult>;

/** Run, check and submit act on exactly this tree; another hash than the server's is refused with 409 tree-moved. */
export const AtTree = Type.Object({ treeHash: Type.String() });

export const ServiceLog = Type.Object({
  text: Type.String({ description: 'The last lines the service wrote' }),
});

/** A candidate has two terminals. */
export const TerminalName = Type.Enum(['1', '2']);
export type TerminalName = Static<typeof TerminalName>;

/**
 * Where a terminal is drawn: the candidate's own screen of it has its name alone; each who joins them has another one, such as
 * 1-3f9a1c2e.
 */
export type TerminalScreen = TerminalName | `${TerminalName}-${string}`;

export const TerminalSize = Type.Object({
  cols: Type.Integer({ minimum: 2, maximum: 500 }),
  rows: Type.Integer({ minimum: 1, maximum: 300 }),
});

export type TerminalSize = Static<typeof TerminalSize>;

export const Sql = Type.Object({ sql: Type.String({ minLength: 1, maxLength: 20_000 }) });

/** What the last statement of some SQL gave. */
export const QueryResult = Type.Object({
  columns: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Nullable(Type.String()))),
  rowCount: Nullable(Type.Integer({ description: 'Rows found or changed; null when not all were read' })),
  truncated: Type.Boolean({ description: 'There are more rows than these, or longer values' }),
  ms: Type.Number(),
  error: Nullable(Type.String({ description: 'In the words of the database' })),
});
export type QueryResult = Static<typeof QueryResult>;

const Latency = Nullable(Type.Number({ description: 'Milliseconds; null when too few were answered' }));

const Answered = {
  scheduled: Type.Integer(),
  good: Type.Integer(),
  p50: Latency,
  p95: Latency,
  p99: Latency,
  failures: Type.Record(Type.String(), Type.Integer()),
};

/** What a smoke load saw. It is practice: nothing of it is scored. */
export const LoadResult = Type.Object({
  rps: Type.Integer(),
  ...Answered,
  seconds: Type.Array(Type.Object(Answered)),
  usage: Type.Array(
    Type.Object({
      atMs: Type.Number({ description: 'Since the load began' }),
      cores: Type.Number({ description: 'Processor cores that the service and its database used' }),
      memoryMb: Type.Number({ description: 'Of the service alone' }),
    }),
  ),
});
export type LoadResult = Static<typeof LoadResult>;

export const LoadAtTree = Type.Object({
  treeHash: Type.String(),
  rps: Type.Integer({ minimum: 1, maximum: 100_000 }),
});

/** What a formatter made of a text; null when the runtime has none. */
export const FormatResult = Type.Object({
  formatted: Nullable(
    Type.Union([Type.Object({ text: Type.String() }), Type.Object({ problem: Type.String() })]),
  ),
});

export const CheckResults = Type.Object({ checks: Type.Array(CheckResult) });

/** What a runner answers the other processes of the platform, besides byte streams to a service: see routes.ts. */
export const workspaceContract = {
  'GET /api/workspaces/:attemptId': { who: 'platform', response: WorkspaceState },
  'POST /api/workspaces/:attemptId/run': { who: 'platform', body: AtTree, response: WorkspaceState },
  'GET /api/workspaces/:attemptId/log': { who: 'platform', response: ServiceLog },
  'POST /api/workspaces/:attemptId/format': {
    who: 'platform',
    body: Type.Object({ text: Type.String() }),
    response: FormatResult,
  },
  'POST /api/workspaces/:attemptId/checks': { who: 'platform', body: AtTree, response: CheckResults },
  'POST /api/workspaces/:attemptId/terminals/:screen/size': {
    who: 'platform',
    body: TerminalSize,
    response: Type.Object({}),
  },
  'POST /api/workspaces/:attemptId/query': { who: 'platform', body: Sql, response: QueryResult },
  'POST /api/workspaces/:attemptId/load': { who: 'platform', body: LoadAtTree, response: LoadResult },
} as const satisfies Contract;
