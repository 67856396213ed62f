import type { FastifyInstance } from 'fastify';
import { requireAction } from '../attempt/attempt.ts';
import { getChallenge } from '../attempt/open.ts';
import { getAttempt } from '../attempt/store.ts';
import type { Challenges } from '../challenge/routes.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard } from '../http/serve.ts';
import { record } from '../timeline/store.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { consoleContract } from './contract.ts';
import { listTables, readTables } from './database.ts';
import { maxRpsOf } from './smoke.ts';
import { terminalRoute } from './socket.ts';

interface ConsoleNeeds {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  workspaces: Workspaces;
}

/** A terminal that is opened again within so long is the same work. */
const terminalQuietMs = 600_000;

export function consoleRoutes(app: FastifyInstance, guard: Guard, needs: ConsoleNeeds): void {
  const { sql, clock, challenges, workspaces } = needs;
  /** @throws Problem 409 unless the attempt runs */
  const running = async (attemptId: string) => {
    const attempt = await getAttempt(sql, attemptId);
    requireAction(attempt, 'run', clock());
    return getChallenge(challenges, attempt.slug);
  };
  serve(app, guard, consoleContract, {
    'GET /api/attempts/:attemptId/console': async ({ attemptId }) => {
      const { slug } = await getAttempt(sql, attemptId);
      const { port, services, goal, examples } = getChallenge(challenges, slug);
      const database = 'postgres' in services;
      return { port, database, maxRps: maxRpsOf(goal), goal, examples: [...examples] };
    },
    'GET /api/attempts/:attemptId/database': async ({ attemptId }) => {
      await running(attemptId);
      return { tables: readTables(await workspaces.query(attemptId, listTables)) };
    },
    'POST /api/attempts/:attemptId/database': async ({ attemptId, body }) => {
      await running(attemptId);
      const result = await workspaces.query(attemptId, body.sql);
      await record(sql, attemptId, { at: clock(), kind: 'sql' });
      return result;
    },
    'POST /api/attempts/:attemptId/smoke-load': async ({ attemptId, body }) => {
      const maxRps = maxRpsOf((await running(attemptId)).goal);
      if (body.rps > maxRps)
        throw new Problem(400, 'too-fast', `A smoke load sends at most ${maxRps} requests a second here`);
      const result = await workspaces.load(attemptId, body.treeHash, body.rps);
      await record(sql, attemptId, { at: clock(), kind: 'load', note: `${body.rps}/s` });
      return result;
    },
  });
  terminalRoute(app, guard, {
    workspaces,
    admit: async (attemptId) => void (await running(attemptId)),
    // A connection that comes and goes opens it again each time.
    opened: (attemptId) => record(sql, attemptId, { at: clock(), kind: 'terminal' }, terminalQuietMs),
  });
}
