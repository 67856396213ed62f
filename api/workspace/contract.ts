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
});
export type CheckResult = Static<typeof CheckResult>;

/** Run, check and submit act on exactly this tree; another hash than the server's is refused with 409 tree-moved. */
export const AtTree = Type.Object({ treeHash: Type.String() });

export const ServiceLog = Type.Object({
  text: Type.String({ description: 'The last lines the service wrote' }),
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
} as const satisfies Contract;
