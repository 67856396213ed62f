import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';
import { addressRoutes } from './addresses.ts';
import { carrierRoutes } from './carriers.ts';
import { sql } from './db.ts';
import { orderRoutes } from './orders.ts';
import { Problem } from './problem.ts';
import { quoteRoutes } from './quotes.ts';

const app = Fastify({ logger: { level: 'warn' }, bodyLimit: 65_536 });

app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
  const problem = error instanceof Problem ? error : hidden(error);
  if (problem.status === 500) request.log.error(error);
  if (problem.status === 503) reply.header('retry-after', '1');
  reply.code(problem.status).type('application/problem+json');
  return reply.send(JSON.stringify({ title: problem.message, status: problem.status, ...problem.extra }));
});
app.setNotFoundHandler(() => {
  throw new Problem(404, 'not found');
});

/** What went wrong inside stays in the log. */
function hidden({ statusCode }: { statusCode?: number }): Problem {
  return statusCode !== undefined && statusCode < 500
    ? new Problem(statusCode, 'bad request')
    : new Problem(500, 'internal error');
}

app.get('/health', async () => ({ status: 'ok' }));
app.register(addressRoutes);
app.register(carrierRoutes);
app.register(quoteRoutes);
app.register(orderRoutes);

// Everything in schema.sql must be safe to run again: it runs at every start.
await sql.unsafe(await readFile(new URL('schema.sql', import.meta.url), 'utf8'));

process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
await app.listen({ host: '0.0.0.0', port: Number(process.env['PORT'] ?? 8080) });
