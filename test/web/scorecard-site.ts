// The built pages with production's headers, over answers that a test chooses: no database, no sandbox.
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import fastify from 'fastify';
import type { Report } from '../../api/grading/report.ts';
import { servePages } from '../../api/http/pages.ts';
import { secure } from '../../api/http/security.ts';
import type { ChangedFile } from '../../api/scorecard/code-notes.ts';
import type { Scorecard } from '../../api/scorecard/contract.ts';
import { wordsOf } from '../../api/scorecard/scorecard.ts';
import { sendArchive } from '../../api/submission/archive.ts';

export interface ScorecardSite {
  /** Makes a report readable. @returns the address of its page */
  publish: (id: string, report: Report, files: ChangedFile[]) => string;
  /** What the page of `id` says in words. */
  scorecard: (id: string) => Scorecard;
  close: () => Promise<void>;
}

export async function serveScorecards(): Promise<ScorecardSite> {
  const published = new Map<string, { scorecard: Scorecard; files: ChangedFile[] }>();
  const app = fastify();
  await secure(app, 'http://127.0.0.1');
  app.get('/api/session', async () => ({
    name: 'Mia',
    organisation: 'Brightside',
    email: 'mia@example.com',
    roles: ['manager'],
  }));
  app.get<{ Params: { id: string } }>(
    '/api/submissions/:id/scorecard',
    async ({ params }) => published.get(params.id)?.scorecard,
  );
  app.get<{ Params: { id: string } }>('/api/submissions/:id/changes', async ({ params }) => ({
    files: published.get(params.id)?.files ?? [],
  }));
  app.get('/api/submissions/:id/review', async () => ({ items: 0, review: null, actions: [] }));
  app.get('/api/submissions/:id/judgement', async () => ({ decisions: [], overrides: [], actions: [] }));
  const tree = new Map([['server.ts', Buffer.from('listen(8080);')]]);
  app.get('/api/submissions/:id/files', (_request, reply) => sendArchive(reply, tree, 'files'));
  await servePages(app, resolve('web/dist'));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    publish: (id, report, files) => {
      published.set(id, { scorecard: scorecardOf(id, report, files), files });
      return `${url}/submissions/${id}`;
    },
    scorecard: (id) => published.get(id)!.scorecard,
    close: () => app.close(),
  };
}

function scorecardOf(submissionId: string, report: Report, files: ChangedFile[]): Scorecard {
  return {
    submissionId,
    candidateName: 'Ada Lovelace',
    challenge: { slug: report.environment.challenge, title: 'Payments' },
    submittedAt: '2026-11-21T14:05:00.000Z',
    ...wordsOf(report, files),
    report,
  };
}
