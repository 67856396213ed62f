import type { FastifyInstance } from 'fastify';
import type { Challenges } from '../challenge/routes.ts';
import { checkSizes } from '../challenge/tree.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import { attemptCookie } from '../http/guard.ts';
import { serve, type Guard, type Handlers } from '../http/serve.ts';
import { setAttemptCookie } from '../invite/routes.ts';
import { record } from '../timeline/store.ts';
import { send } from '../workspace/request.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { requireAction } from './attempt.ts';
import { attemptContract } from './contract.ts';
import { deleteFile, fileTree, readFile, saveFile } from './files.ts';
import { getChallenge, startAttempt } from './open.ts';
import { practiceSecret, practise } from './practice.ts';
import { present } from './present.ts';
import { getAttempt } from './store.ts';
import { askAccommodation, disclose, sign } from './terms.ts';
import { keepAside, listStarter, listVersions, readVersion, settleClash } from './versions.ts';
import { withdraw } from './withdraw.ts';

export interface AttemptNeeds {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  workspaces: Workspaces;
  publicUrl: string;
}

type Some = Partial<Handlers<typeof attemptContract>>;

export function attemptRoutes(app: FastifyInstance, guard: Guard, needs: AttemptNeeds): void {
  serve(app, guard, attemptContract, { ...aroundWork(needs), ...work(needs) });
}

/** What a candidate does before and after the work. */
function aroundWork(needs: AttemptNeeds) {
  const { sql, clock, publicUrl } = needs;
  return {
    'GET /api/attempts/:attemptId': ({ attemptId }) => present(needs, attemptId),
    'POST /api/attempts/:attemptId/start': async ({ attemptId, body }) => {
      await startAttempt(needs, attemptId, body.runtime);
      return present(needs, attemptId);
    },
    'POST /api/attempts/:attemptId/signature': async ({ attemptId, body }) => {
      await sign(sql, attemptId, body.name, clock());
      return present(needs, attemptId);
    },
    'POST /api/attempts/:attemptId/accommodation': async ({ attemptId, body }) => {
      await askAccommodation(sql, attemptId, body.text, clock());
      return present(needs, attemptId);
    },
    'POST /api/attempts/:attemptId/disclosure': async ({ attemptId, body }) => {
      await disclose(sql, attemptId, body.text, clock());
      return present(needs, attemptId);
    },
    'POST /api/attempts/:attemptId/withdrawal': async ({ attemptId }) => {
      await withdraw(sql, attemptId, clock());
      return present(needs, attemptId);
    },
    'POST /api/attempts/:attemptId/practice': async ({ attemptId, body, request, reply }) => {
      const secret = practiceSecret(request.cookies[attemptCookie(attemptId)] ?? '');
      const practiceId = await practise(needs, attemptId, { secret, runtime: body.runtime });
      setAttemptCookie(reply, publicUrl, practiceId, secret);
      return { attemptId: practiceId };
    },
  } satisfies Some;
}

/** What a candidate does while the clock runs. Whatever is done to the service is recorded in the timeline. */
function work({ sql, clock, challenges, workspaces }: AttemptNeeds) {
  return {
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
      await record(sql, attemptId, { at: clock(), kind: 'run' });
      return workspaces.run(attemptId, body.treeHash);
    },
    'GET /api/attempts/:attemptId/log': async ({ attemptId }) => ({ text: await workspaces.log(attemptId) }),
    'POST /api/attempts/:attemptId/request': async ({ attemptId, body }) => {
      const { port } = getChallenge(challenges, (await getAttempt(sql, attemptId)).slug);
      const answer = await send(() => workspaces.connect(attemptId), port, body);
      const note = `${body.method} ${body.path.split('?')[0]}: ${answer.status}`;
      await record(sql, attemptId, { at: clock(), kind: 'request', note });
      return answer;
    },
    'POST /api/attempts/:attemptId/format': async ({ attemptId, body }) => {
      requireAction(await getAttempt(sql, attemptId), 'edit', clock());
      checkSizes(new Map([['the file', Buffer.byteLength(body.text)]]));
      return { formatted: (await workspaces.format(attemptId, body.text)) ?? null };
    },
    'POST /api/attempts/:attemptId/checks': async ({ attemptId, body }) => {
      requireAction(await getAttempt(sql, attemptId), 'run', clock());
      const checks = await workspaces.check(attemptId, body.treeHash);
      const note = `${checks.filter(({ passed }) => passed).length}/${checks.length}`;
      await record(sql, attemptId, { at: clock(), kind: 'checks', note });
      return { checks };
    },
    'POST /api/attempts/:attemptId/signals': async ({ attemptId, body }) => {
      requireAction(await getAttempt(sql, attemptId), 'edit', clock());
      await record(sql, attemptId, { at: clock(), ...body });
      return {};
    },
  } satisfies Some;
}
