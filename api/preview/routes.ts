import type { FastifyInstance } from 'fastify';
import { requireAction } from '../attempt/attempt.ts';
import { getAttempt } from '../attempt/store.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import { serve, type Guard } from '../http/serve.ts';
import type { Sites } from '../http/sites.ts';
import { previewContract } from './contract.ts';
import { previewLink, ticketExpiry } from './preview.ts';
import { PreviewSite, type PreviewNeeds } from './site.ts';
import { insertTicket } from './store.ts';

type Needs = Omit<PreviewNeeds, 'log' | 'previewHost'> & { sites: Sites; previewHost: string | undefined };

export function previewRoutes(app: FastifyInstance, guard: Guard, needs: Needs): void {
  const { sql, clock, publicUrl, previewHost, sites } = needs;
  serve(app, guard, previewContract, {
    'POST /api/attempts/:attemptId/preview': async ({ attemptId }) => {
      if (!previewHost)
        throw new Problem(503, 'no-preview', 'Previews have no address here; whoever runs this can set one');
      const now = clock();
      requireAction(await getAttempt(sql, attemptId), 'run', now);
      const ticket = makeSecret();
      await insertTicket(sql, { hash: hashSecret(ticket), attemptId, expiresAt: ticketExpiry(now) }, now);
      return { url: previewLink(publicUrl, previewHost, attemptId, ticket) };
    },
  });
  if (!previewHost) return;
  const site = new PreviewSite({ ...needs, previewHost, log: app.log });
  sites.add(site);
  app.addHook('preClose', async () => site.close());
}
