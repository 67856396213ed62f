import type { FastifyInstance } from 'fastify';
import type { Challenges } from '../challenge/routes.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard } from '../http/serve.ts';
import { SandboxError } from '../sandbox/sandboxes.ts';
import { actionsOf, attemptState } from './attempt.ts';
import { attemptContract, type Attempt } from './contract.ts';
import { deleteFile, fileTree, filesAt, readFile, saveFile } from './files.ts';
import { send } from './request.ts';
import { getChallenge, startAttempt } from './start.ts';
import { getAttempt, getFiles, type AttemptRow } from './store.ts';
import type { Workspace } from './workspace.ts';
import type { Workspaces } from './workspaces.ts';

const logLines = 500;
/** Visible checks always see the same data, so that a candidate can compare two runs. */
const visibleSeed = 1;

export interface AttemptNeeds {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  workspaces: Workspaces;
}

export function attemptRoutes(app: FastifyInstance, guard: Guard, needs: AttemptNeeds): void {
  const { sql, clock, workspaces } = needs;
  serve(app, guard, attemptContract, {
    'GET /api/attempts/:attemptId': ({ attemptId }) => present(needs, attemptId),
    'POST /api/attempts/:attemptId/start': async ({ attemptId, body, request }) => {
      await startAttempt(needs, attemptId, body.runtime, request.log);
      return present(needs, attemptId);
    },
    'GET /api/attempts/:attemptId/files': ({ attemptId }) => fileTree(sql, attemptId),
    'GET /api/attempts/:attemptId/file': ({ attemptId, query }) => readFile(sql, attemptId, query.path),
    'PUT /api/attempts/:attemptId/file': ({ attemptId, body }) => saveFile(sql, attemptId, body, clock()),
    'DELETE /api/attempts/:attemptId/file': ({ attemptId, query }) =>
      deleteFile(sql, attemptId, query.path, query.baseRev, clock()),
    'POST /api/attempts/:attemptId/restart': async ({ attemptId, body }) => {
      await restart(needs, attemptId, body.treeHash);
      return workspaces.state(attemptId);
    },
    'GET /api/attempts/:attemptId/log': async ({ attemptId }) => {
      const lines = (await inSandbox(async () => workspaces.find(attemptId)?.log(logLines + 1))) ?? [];
      const cut = lines.length > logLines ? ['[earlier lines are not shown]'] : [];
      return { text: [...cut, ...lines.slice(-logLines)].join('\n') };
    },
    'POST /api/attempts/:attemptId/request': ({ attemptId, body }) =>
      inSandbox(async () => {
        const workspace = requireWorkspace(workspaces, attemptId);
        return send(await workspace.ready(), workspace.challenge.port, body);
      }),
    'POST /api/attempts/:attemptId/checks': async ({ attemptId, body }) => {
      const tree = await filesAt(sql, attemptId, body.treeHash, clock());
      const workspace = await getWorkspace(needs, attemptId);
      return { checks: await inSandbox(() => workspace.check(tree, visibleSeed)) };
    },
  });
}

async function present(needs: AttemptNeeds, attemptId: string): Promise<Attempt> {
  const { sql, clock, workspaces } = needs;
  const row = await getAttempt(sql, attemptId);
  if (attemptState(row) === 'running' && !workspaces.find(attemptId)) resume(needs, row);
  return {
    id: row.id,
    state: attemptState(row),
    actions: actionsOf(row),
    challenge: row.facts.summary,
    brief: row.facts.brief,
    runtime: row.runtime,
    startedAt: row.startedAt?.toISOString() ?? null,
    deadline: row.deadline?.toISOString() ?? null,
    now: clock().toISOString(),
    workspace: await workspaces.state(attemptId),
    submissionId: row.submissionId,
  };
}

/** Runs exactly the tree the candidate sees, in the sandbox there is or a new one. */
async function restart(needs: AttemptNeeds, attemptId: string, treeHash: string): Promise<void> {
  const { sql, clock } = needs;
  const tree = await filesAt(sql, attemptId, treeHash, clock());
  const workspace = await getWorkspace(needs, attemptId);
  await inSandbox(() => workspace.run(tree));
}

async function getWorkspace(
  { sql, challenges, workspaces }: AttemptNeeds,
  attemptId: string,
): Promise<Workspace> {
  const { slug, runtime } = await getAttempt(sql, attemptId);
  return workspaces.for(attemptId, getChallenge(challenges, slug), runtime!);
}

/** After a restart of the platform a running attempt gets its sandbox back when its page is looked at. */
function resume({ sql, challenges, workspaces }: AttemptNeeds, { id, slug, runtime }: AttemptRow): void {
  const challenge = challenges.get(slug);
  if (!challenge) return;
  const workspace = workspaces.for(id, challenge, runtime!);
  // A failure is kept in the workspace's state, where the candidate sees it.
  void getFiles(sql, id)
    .then((tree) => workspace.run(tree))
    .catch(() => undefined);
}

function requireWorkspace(workspaces: Workspaces, attemptId: string): Workspace {
  const workspace = workspaces.find(attemptId);
  if (!workspace) throw new Problem(409, 'no-workspace', 'The workspace is not running; restart the service');
  return workspace;
}

/** The sandbox's failures are ours, and the candidate may try again. */
async function inSandbox<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    throw new Problem(
      503,
      'sandbox-failed',
      'The sandbox did not answer. This is our failure; restart the service.',
    );
  }
}
