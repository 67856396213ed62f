import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';
import { addressRoutes } from './addresses.ts';
import { carrierRoutes } from './carriers.ts';
import { sql } from './db.ts';
import { orderRoutes } from './orders.ts';
import { quoteRoutes } from './quotes.ts';

const app = Fastify({ logger: { level: 'warn' } });

app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
  request.log.error(error);
  reply.code(error.statusCode ?? 500).send({ title: error.message, status: 500, detail: error.stack });
});

app.get('/health', async () => ({ status: 'ok' }));
app.register(addressRoutes);
app.register(carrierRoutes);
app.register(quoteRoutes);
app.register(orderRoutes);

// Everything in schema.sql must be safe to run again: it runs at every start.
await sql.unsafe(await readFile(new URL('schema.sql', import.meta.url), 'utf8'));

const address = await app.listen({ host: '0.0.0.0', port: Number(process.env['PORT'] ?? 8080) });
console.log(`Shipping quotes are given at ${address}`);
