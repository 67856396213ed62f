// The smallest service of this runtime: proves that its image, its libraries and a pod work.
import Fastify from 'fastify';
import postgres from 'postgres';

const app = Fastify({ logger: true });
const sql = postgres(process.env['DATABASE_URL'] ?? 'postgres://app@127.0.0.1:5432/app');

app.get('/health', () => ({ ok: true }));
app.get('/database', async () => ({ rows: await sql`select 1 as one` }));

await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT'] ?? '8080') });
