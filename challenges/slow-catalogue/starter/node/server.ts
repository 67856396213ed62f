import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';
import { connect } from './db.ts';
import { categoryRoutes } from './categories.ts';
import { orderRoutes } from './orders.ts';
import { productRoutes } from './products.ts';
import { searchRoutes } from './search.ts';

const app = Fastify({ logger: { level: 'warn' } });

app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
  request.log.error(error);
  reply.code(error.statusCode ?? 500).send({ error: error.message, detail: error.stack });
});

app.get('/health', async () => ({ status: 'ok' }));
app.register(productRoutes);
app.register(searchRoutes);
app.register(categoryRoutes);
app.register(orderRoutes);

// Everything in schema.sql must be safe to run again: it runs at every start.
const sql = connect();
await sql.unsafe(await readFile(new URL('schema.sql', import.meta.url), 'utf8'));
await sql.end();

const address = await app.listen({ host: '0.0.0.0', port: Number(process.env['PORT'] ?? 8080) });
console.log(`The catalogue is listening at ${address}`);
