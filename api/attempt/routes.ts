import type { FastifyInstance } from 'fastify';
import type { Challenges } from '../challenge/routes.ts';
import { checkSizes } from '../challenge/tree.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import { serve, type Guard } from '../http/serve.ts';
import { send } from '../workspace/request.ts';
import { wantWorkspace } from '../workspace/store.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { actionsOf, attemptState, requireAction } from './attempt.ts';
import { attemptContract, type Attempt } from './contract.ts';
import { deleteFile, fileTree, readFile, saveFile } from './files.ts';
import { getChallenge, startAttempt } from './open.ts';
import { getAttempt } from './store.ts';
import { keepAside, listStarter, listVersions, readVersion, settleClash } from './versions.ts';

export interface AttemptNeeds {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  workspaces: Workspaces;
}

export function attemptRoutes(app: FastifyInstance, guard: Guard, needs: AttemptNeeds): void {
  const { sql, clock, challenges, workspaces } = needs;
  serve(app, guard, attemptContract, {
    'GET /api/attempts/:attemptId': ({ attemptId }) => present(needs, attemptId),
    'POST /api/attempts/:attemptId/start': async ({ attemptId, body }) => {
      await startAttempt(needs, attemptId, body.runtime);
      return present(needs, attemptId);
    },
    'GET /api/attempts/:attemptId/files': ({ attemptId }) => fileTree(sql, attemptId),
    'GET /api/attempts/:attemptId/file': ({ attemptId, query }) => readFile(sql, attemptId, query.path),
    'PUT /api/attempts/:attemptId/file': ({ attemptId, body }) => saveFile(sql, attemptId, body, clock()),
    'DELETE /api/attempts/:attemptId/file': ({ attemptId, query }) =>
      deleteFile(sql, attemptId, query.path, query.baseRev, clock()),
    'GET /api/attempts/:attemptId/starter': async ({ attemptId }) => ({
      files: await listStarter(sql, attemptId),
    }),
    'GET /api/attempts/:attemptId/versions': async ({ attemptId, query }) => ({
      versions: await listVersions(sql, attemptId, query.path),
    }),
    'GET /api/attempts/:attemptId/versions/:versionId': ({ attemptId, params }) =>
      readVersion(sql, attemptId, params.versionId),
    'POST /api/attempts/:attemptId/versions': ({ attemptId, body }) =>
      keepAside(sql, attemptId, body, clock()),
    'DELETE /api/attempts/:attemptId/clash': async ({ attemptId, query }) => {
      await settleClash(sql, attemptId, query.path);
      return fileTree(sql, attemptId);
    },
    'POST /api/attempts/:attemptId/restart': async ({ attemptId, body }) => {
      requireAction(await getAttempt(sql, attemptId), 'run', clock());
      return workspaces.run(attemptId, body.treeHash);
    },
    'GET /api/attempts/:attemptId/log': async ({ attemptId }) => ({ text: await workspaces.log(attemptId) }),
    'POST /api/attempts/:attemptId/request': async ({ attemptId, body }) => {
      const { port } = getChallenge(challenges, (await getAttempt(sql, attemptId)).slug);
      return send(() => workspaces.connect(attemptId), port, body);
    },
    'POST /api/attempts/:attemptId/format': async ({ attemptId, body }) => {
      requireAction(await getAttempt(sql, attemptId), 'edit', clock());
      checkSizes(new Map([['the file', Buffer.byteLength(body.text)]]));
      return { formatted: (await workspaces.format(attemptId, body.text)) ?? null };
    },
    'POST /api/attempts/:attemptId/checks': async ({ attemptId, body }) => {
      requireAction(await getAttempt(sql, attemptId), 'run', clock());
      return { checks: await workspaces.check(attemptId, body.treeHash) };
    },
  });
}

async function present({ sql, clock, workspaces }: AttemptNeeds, attemptId: string): Promise<Attempt> {
  const row = await getAttempt(sql, attemptId);
  let workspace = await workspaces.state(attemptId);
  // One that nobody looked at was closed; now somebody does.
  if (attemptState(row) === 'running' && workspace.sandbox === 'none') {
    await wantWorkspace(sql, attemptId, true);
    workspace = await workspaces.state(attemptId);
  }
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
    workspace,
    submissionId: row.submissionId,
  };
}
