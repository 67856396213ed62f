import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';
import { sql } from './db.ts';
import { categoryRoutes } from './categories.ts';
import { orderRoutes } from './orders.ts';
import { Problem } from './problem.ts';
import { productRoutes } from './products.ts';
import { searchRoutes } from './search.ts';

const app = Fastify({ logger: { level: 'warn' } });

app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
  if (error instanceof Problem) return reply.code(error.status).send({ error: error.message, ...error.extra });
  if (error.statusCode && error.statusCode < 500) return reply.code(error.statusCode).send({ error: 'bad request' });
  request.log.error(error);
  return reply.code(500).send({ error: 'internal error' });
});
app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));

app.get('/health', async () => ({ status: 'ok' }));
app.register(productRoutes);
app.register(searchRoutes);
app.register(categoryRoutes);
app.register(orderRoutes);

// Everything in schema.sql must be safe to run again: it runs at every start.
await sql.unsafe(await readFile(new URL('schema.sql', import.meta.url), 'utf8'));

await app.listen({ host: '0.0.0.0', port: Number(process.env['PORT'] ?? 8080) });
