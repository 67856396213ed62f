import type { FastifyInstance } from 'fastify';
import type { Sql } from '../db/connect.ts';
import { getTree } from '../db/trees.ts';
import { shownName } from '../http/names.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { sendArchive } from '../submission/archive.ts';
import { scorecardContract } from './contract.ts';
import { ownResultOf } from './own-result.ts';
import { changesBetween, wordsOf } from './scorecard.ts';
import { findOwnReport, findScorecard, type ScorecardRow } from './store.ts';

export function scorecardRoutes(app: FastifyInstance, guard: Guard, { sql }: { sql: Sql }): void {
  const getRow = async (person: Person, submissionId: string) => {
    const row = await findScorecard(sql, person.organisationId, submissionId);
    if (!row) throw new Problem(404, 'unknown-submission', 'There is no such submission');
    return row;
  };
  const changesOf = async ({ starterHash, snapshotHash }: ScorecardRow) =>
    changesBetween(...(await Promise.all([getTree(sql, starterHash), getTree(sql, snapshotHash)])));
  serve(app, guard, scorecardContract, {
    'GET /api/submissions/:submissionId/scorecard': async ({ person, params }) => {
      const row = await getRow(person, params.submissionId);
      const { slug, title, report } = row;
      if (!report) throw new Problem(404, 'not-graded', 'The grading is not finished yet');
      return {
        submissionId: row.submissionId,
        candidateName: shownName(person, { ...row, id: row.submissionId }),
        challenge: { slug, title },
        submittedAt: row.submittedAt.toISOString(),
        ...wordsOf(report, await changesOf(row)),
        report,
      };
    },
    'GET /api/attempts/:attemptId/result': async ({ attemptId }) => {
      const row = await findOwnReport(sql, attemptId);
      if (!row?.sharesResult) throw new Problem(404, 'not-shared', 'The result is not shown here');
      return row.report ? ownResultOf(row.report) : { outcome: 'waiting' };
    },
    'GET /api/submissions/:submissionId/changes': async ({ person, params }) => ({
      files: await changesOf(await getRow(person, params.submissionId)),
    }),
    'GET /api/submissions/:submissionId/files': async ({ person, params, reply }) => {
      const { slug, snapshotHash } = await getRow(person, params.submissionId);
      return sendArchive(reply, await getTree(sql, snapshotHash), slug);
    },
  });
}
