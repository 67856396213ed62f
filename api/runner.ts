// The part of the platform that runs candidates' code: workspaces and gradings. It needs Docker, and nobody but the
// platform's own processes may reach it.
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { attemptsOf } from './attempt/open.ts';
import type { Challenges } from './challenge/routes.ts';
import type { Clock } from './clock.ts';
import type { Sql } from './db/connect.ts';
import type { Presence } from './db/presence.ts';
import type { Queue } from './db/queue.ts';
import type { Plan } from './grading/plan.ts';
import { listUnfinishedGradings } from './grading/store.ts';
import { workOnGradings, type Grade } from './grading/worker.ts';
import { compileWhenCalled } from './http/compilers.ts';
import type { BrokenProtection, Sandboxes } from './sandbox/sandboxes.ts';
import { WorkspaceHost } from './workspace/host.ts';
import { Measuring } from './workspace/measuring.ts';
import { keepWarm } from './workspace/warm.ts';
import { workspaceRoutes } from './workspace/routes.ts';
import type { Workspaces } from './workspace/workspaces.ts';

export interface RunnerParts {
  sql: Sql;
  queue: Queue;
  sandboxes: Sandboxes;
  presence: Presence;
  challenges: Challenges;
  clock: Clock;
  grade: Grade;
  /** How long a grading measures: only a full one counts for people, a short one for tests. */
  plan: Plan;
  /** How many workspaces this machine may have at once. */
  slots: number;
  /** How many sandboxes are kept ready for each runtime of each challenge. */
  warm: number;
  idle: { sleepMs: number; goMs: number };
  /** What the platform's other processes show to be let in. */
  secret: string;
  logLevel: string;
}

export interface Runner {
  workspaces: Workspaces;
  /** Answers the platform's other processes once it listens, which one process alone has no need of. */
  app: FastifyInstance;
  /** Gives back what it has: gradings are taken up again, workspaces opened elsewhere. */
  stop(): Promise<void>;
}

const strayMs = 15_000;
const proveAgainMs = 5_000;

/**
 * Begins to take workspaces and gradings, once the sandboxes have proved that they hold. No pod of an earlier process can
 * be reached any more: all of them go first.
 */
export async function startRunner(parts: RunnerParts): Promise<Runner> {
  const { sql, sandboxes, presence, secret, logLevel } = parts;
  const app = fastify({ logger: { level: logLevel }, forceCloseConnections: true });
  compileWhenCalled(app);
  const { log } = app;
  const closing = new AbortController();
  const measuring = new Measuring();
  const workspaces = new WorkspaceHost({ ...parts, log, measuring, attempts: attemptsOf(parts) });
  const grade: Grade = (...input) => measuring.grading(() => parts.grade(...input));
  const removeStrays = async () => {
    const owners = [...workspaces.owners(), ...(await listUnfinishedGradings(sql, presence.name))];
    await sandboxes.reconcile(new Set(owners));
  };
  workspaceRoutes(app, workspaces, secret);
  await sandboxes.reconcile(new Set());
  const proving = prove(sandboxes, closing.signal);
  await workspaces.start();
  const takeCode = async () => {
    const broken = await proving;
    for (const { what, seen } of broken)
      log.fatal(`Candidates' code is refused, since this does not hold: ${what}. Seen: ${seen}`);
    if (broken.length > 0 && !closing.signal.aborted) return workspaces.stop();
    if (closing.signal.aborted) return;
    await workOnGradings({ ...parts, grade, log, runner: presence.name }, closing.signal);
    // Images may have to be built first; until then sandboxes open cold.
    keepWarm(sandboxes, parts.challenges, parts.warm).catch((error: unknown) => log.error(error));
  };
  const taking = takeCode().catch((error: unknown) => log.error(error));
  const timer = setInterval(() => {
    removeStrays().catch((error: unknown) => log.error(error));
  }, strayMs);
  return {
    workspaces,
    app,
    stop: async () => {
      clearInterval(timer);
      await app.close();
      closing.abort();
      await taking;
      await parts.queue.stop();
      await workspaces.stop();
      await sandboxes.close();
    },
  };
}

/** A self-test that could not be run, as when the engine went away under it, says nothing: it is run again. */
async function prove(sandboxes: Sandboxes, closing: AbortSignal): Promise<BrokenProtection[]> {
  for (;;) {
    const broken = await sandboxes.selfTest();
    if (closing.aborted || !broken.some(({ id }) => id === 'self-test')) return broken;
    await sleep(proveAgainMs, undefined, { signal: closing }).catch(() => undefined);
  }
}
