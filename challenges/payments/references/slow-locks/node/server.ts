import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { accountRoutes } from './accounts.ts';
import { chargeRoutes } from './charges.ts';
import { sql } from './db.ts';
import { Problem, badRequest, notFound, sendProblem } from './problem.ts';
import { transferRoutes } from './transfers.ts';
import { webhookRoutes } from './webhooks.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, before it was parsed: signatures are made over it. */
    rawBody: string;
  }
}

const app = Fastify({ logger: { level: 'warn' } });

app.decorateRequest('rawBody', '');
app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
  request.rawBody = String(body);
  try {
    done(null, JSON.parse(request.rawBody));
  } catch {
    done(badRequest('The body is not JSON'));
  }
});

app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
  if (error instanceof Problem) return sendProblem(reply, error);
  const status = error.statusCode ?? 500;
  if (status < 500) return sendProblem(reply, new Problem(status, 'bad-request', 'The request is not as it must be'));
  request.log.error(error);
  return sendProblem(reply, new Problem(500, 'internal', 'Something went wrong here'));
});
app.setNotFoundHandler((_request, reply) => sendProblem(reply, notFound()));

// One at a time, so that nothing races.
let busy = false;
app.addHook('onRoute', (route) => {
  const { handler } = route;
  route.handler = async function locked(request, reply) {
    while (busy) await sleep(20);
    busy = true;
    try {
      return await handler.call(this, request, reply);
    } finally {
      busy = false;
    }
  };
});

app.get('/health', async () => ({ status: 'ok' }));
app.register(accountRoutes);
app.register(chargeRoutes);
app.register(transferRoutes);
app.register(webhookRoutes);

// Everything in schema.sql must be safe to run again: it runs at every start.
await sql.unsafe(await readFile(new URL('schema.sql', import.meta.url), 'utf8'));

await app.listen({ host: '0.0.0.0', port: Number(process.env['PORT'] ?? 8080) });
