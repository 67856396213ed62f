import type { FastifyInstance } from 'fastify';
import type { Workspaces } from '../attempt/workspaces.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import type { Queue } from '../db/queue.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard } from '../http/serve.ts';
import { submissionContract } from './contract.ts';
import { findSubmission } from './store.ts';
import { receiptOf } from './submission.ts';
import { submit, submitOverdue } from './submit.ts';

const sweepMs = 1000;

export interface SubmissionNeeds {
  sql: Sql;
  queue: Queue;
  clock: Clock;
  workspaces: Workspaces;
}

export function submissionRoutes(app: FastifyInstance, guard: Guard, needs: SubmissionNeeds): void {
  const { sql, clock, workspaces } = needs;
  serve(app, guard, submissionContract, {
    'POST /api/attempts/:attemptId/submission': async ({ attemptId, body }) => {
      const receipt = receiptOf(await submit(needs, attemptId, body.treeHash, clock()));
      void workspaces.close(attemptId);
      return receipt;
    },
    'GET /api/attempts/:attemptId/submission': async ({ attemptId }) => {
      const row = await findSubmission(sql, attemptId);
      if (!row) throw new Problem(404, 'not-submitted', 'Nothing has been handed in yet');
      return receiptOf(row);
    },
  });
  watchDeadlines(app, needs);
}

/** Hands overdue attempts in while the app runs. */
function watchDeadlines(app: FastifyInstance, needs: SubmissionNeeds): void {
  let sweeping = Promise.resolve();
  const sweep = async () => {
    const ended = await submitOverdue(needs, needs.clock());
    await Promise.all(ended.map((attemptId) => needs.workspaces.close(attemptId)));
  };
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep).catch((error: unknown) => app.log.error(error));
  }, sweepMs);
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await sweeping;
  });
}
