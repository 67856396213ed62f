import type { FastifyInstance } from 'fastify';
import { getAttempt, getFiles } from '../attempt/store.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import type { Queue } from '../db/queue.ts';
import { getTree } from '../db/trees.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard } from '../http/serve.ts';
import { sendArchive } from './archive.ts';
import { submissionContract } from './contract.ts';
import { findSubmission } from './store.ts';
import { receiptOf } from './submission.ts';
import { submit } from './submit.ts';

export interface SubmissionNeeds {
  sql: Sql;
  queue: Queue;
  clock: Clock;
}

export function submissionRoutes(app: FastifyInstance, guard: Guard, needs: SubmissionNeeds): void {
  const { sql, clock } = needs;
  serve(app, guard, submissionContract, {
    'POST /api/attempts/:attemptId/submission': async ({ attemptId, body }) =>
      receiptOf(await submit(needs, attemptId, body.treeHash, clock())),
    'GET /api/attempts/:attemptId/submission': async ({ attemptId }) => {
      const row = await findSubmission(sql, attemptId);
      if (!row) throw new Problem(404, 'not-submitted', 'Nothing has been handed in yet');
      return receiptOf(row);
    },
    'GET /api/attempts/:attemptId/code': async ({ attemptId, reply }) => {
      const attempt = await getAttempt(sql, attemptId);
      const row = await findSubmission(sql, attemptId);
      const tree = row ? await getTree(sql, row.snapshotHash) : await getFiles(sql, attemptId);
      if (tree.size === 0) throw new Problem(404, 'no-files', 'There are no files yet');
      return sendArchive(reply, tree, attempt.slug);
    },
  });
}
