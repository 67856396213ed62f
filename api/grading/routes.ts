import type { FastifyInstance } from 'fastify';
import type { Sql } from '../db/connect.ts';
import { shownName } from '../http/names.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard } from '../http/serve.ts';
import { gradingContract } from './contract.ts';
import { gradingState } from './grading.ts';
import { findGrading } from './store.ts';

export function gradingRoutes(app: FastifyInstance, guard: Guard, { sql }: { sql: Sql }): void {
  serve(app, guard, gradingContract, {
    'GET /api/submissions/:submissionId/grading': async ({ person, params }) => {
      const row = await findGrading(sql, person.organisationId, params.submissionId);
      if (!row) throw new Problem(404, 'unknown-submission', 'There is no such submission');
      const { submissionId, slug, title, latest } = row;
      return {
        submissionId,
        candidateName: shownName(person, { ...row, id: submissionId }),
        challenge: { slug, title },
        state: gradingState(latest),
        phases: latest?.phases ?? [],
      };
    },
  });
}
