// The platform, put together. The stages below, in the order of the story, are its table of contents.
import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from './clock.ts';
import type { Sql } from './db/connect.ts';
import type { Queue } from './db/queue.ts';
import { handleErrors } from './http/errors.ts';
import { makeGuard } from './http/guard.ts';
import { describeApi } from './http/openapi.ts';
import { servePages } from './http/pages.ts';
import { secure } from './http/security.ts';
import type { Sandboxes } from './sandbox/sandboxes.ts';
import { personRoutes } from './person/routes.ts';
import { findPersonBySession } from './person/store.ts';
import { challengeRoutes, type Challenges } from './challenge/routes.ts';
import { publishChallenge } from './challenge/store.ts';
import { inviteRoutes } from './invite/routes.ts';
import { attemptRoutes } from './attempt/routes.ts';
import { holdsAttempt, listLiveAttempts, markAllWaiting } from './attempt/store.ts';
import { Workspaces } from './attempt/workspaces.ts';
import { submissionRoutes } from './submission/routes.ts';
import type { Plan } from './grading/plan.ts';
import { gradingRoutes } from './grading/routes.ts';
import { listUnfinishedGradings } from './grading/store.ts';
import { workOnGradings, type Grade } from './grading/worker.ts';
import { scorecardRoutes } from './scorecard/routes.ts';

export interface Parts {
  sql: Sql;
  queue: Queue;
  sandboxes: Sandboxes;
  challenges: Challenges;
  clock: Clock;
  grade: Grade;
  /** How long a grading measures: only a full one counts for people, a short one for tests. */
  plan: Plan;
  publicUrl: string;
  /** Folder of the built web. */
  webDir: string;
  /** Names this process, and again after a restart. */
  runner: string;
  logLevel: string;
}

const strayMs = 10 * 60_000;
const maxBodyBytes = 7_000_000; // a file of 1 MB whose every byte JSON writes as six

/** Builds the platform. It grades what is queued from its start, `app.ready()`, until `app.close()`. */
export async function build(parts: Parts): Promise<FastifyInstance> {
  const { sql, clock, publicUrl, challenges, sandboxes, logLevel } = parts;
  const app = fastify({
    logger: { level: logLevel },
    bodyLimit: maxBodyBytes,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
  });
  handleErrors(app);
  await secure(app, publicUrl);
  await describeApi(app);
  await servePages(app, parts.webDir);

  const workspaces = new Workspaces(sandboxes);
  const guard = makeGuard({
    findPerson: (hash) => findPersonBySession(sql, hash, clock()),
    holdsAttempt: (id, hash) => holdsAttempt(sql, id, hash),
  });
  const needs = { ...parts, workspaces };
  personRoutes(app, guard, needs);
  challengeRoutes(app, guard, challenges);
  inviteRoutes(app, guard, needs);
  attemptRoutes(app, guard, needs);
  submissionRoutes(app, guard, needs);
  gradingRoutes(app, guard, needs);
  scorecardRoutes(app, guard, needs);

  runBehind(app, parts);
  return app;
}

/** What goes on behind the requests, between start and close. */
function runBehind(app: FastifyInstance, parts: Parts): void {
  const { sql, queue, sandboxes, challenges } = parts;
  const closing = new AbortController();
  const removeStrays = async () => {
    const owners = [...(await listLiveAttempts(sql)), ...(await listUnfinishedGradings(sql))];
    await sandboxes.reconcile(new Set(owners));
  };
  const timer = setInterval(() => {
    removeStrays().catch((error: unknown) => app.log.error(error));
  }, strayMs);
  const takeWork = async () => {
    const broken = await sandboxes.selfTest();
    for (const { what, seen } of broken)
      app.log.fatal(`Candidates' code is refused, since this does not hold: ${what}. Seen: ${seen}`);
    if (broken.length > 0 || closing.signal.aborted) return;
    await workOnGradings({ ...parts, log: app.log }, closing.signal);
  };
  let working: Promise<void> | undefined;
  app.addHook('onReady', async () => {
    for (const challenge of challenges.values()) await publishChallenge(sql, challenge);
    await markAllWaiting(sql);
    // No pod of an earlier process can be reached any more; each is opened anew when it is needed.
    await sandboxes.reconcile(new Set());
    working = takeWork().catch((error: unknown) => app.log.error(error));
  });
  app.addHook('onClose', async () => {
    clearInterval(timer);
    closing.abort();
    await working;
    await queue.stop();
    await sandboxes.close();
  });
}
