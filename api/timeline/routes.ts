import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import type { Sql } from '../db/connect.ts';
import { shownName } from '../http/names.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { timelineContract } from './contract.ts';
import { filesAtEntry, findTimeline, listEntries } from './store.ts';
import { maxEntries } from './timeline.ts';

export function timelineRoutes(app: FastifyInstance, guard: Guard, { sql }: { sql: Sql }): void {
  const getRow = async (person: Person, submissionId: string) => {
    const row = await findTimeline(sql, person.organisationId, submissionId);
    if (!row) throw new Problem(404, 'unknown-submission', 'There is no such submission');
    return row;
  };
  serve(app, guard, timelineContract, {
    'GET /api/submissions/:submissionId/timeline': async ({ person, params }) => {
      const row = await getRow(person, params.submissionId);
      const { signedName, signedAt, aiRule, disclosure, decided } = row;
      const { submissionId: id } = params;
      const name = signedName && shownName(person, { id, candidateName: signedName, decided });
      const entries = await listEntries(sql, row.attemptId);
      return {
        startedAt: row.startedAt.toISOString(),
        endedAt: row.endedAt.toISOString(),
        cut: row.entries >= maxEntries.kept || entries.length > maxEntries.read,
        aiRule,
        signature: name === null || !signedAt ? null : { name, at: signedAt.toISOString() },
        disclosure,
        entries: entries.slice(0, maxEntries.read).map((entry) => ({ ...entry, at: entry.at.toISOString() })),
      };
    },
    'GET /api/submissions/:submissionId/moment': async ({ person, params, query }) => {
      const { attemptId } = await getRow(person, params.submissionId);
      const tree = await filesAtEntry(sql, attemptId, query.entry);
      const content = tree.get(query.path ?? '');
      return {
        files: [...tree].map(([path, { length: bytes }]) => ({ path, bytes })),
        content: content && isUtf8(content) ? content.toString() : null,
      };
    },
  });
}
