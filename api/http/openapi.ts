import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** Describes every route registered after it at GET /openapi.json, from the same contract that serves them. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Proofload', version: '0.1.0' } },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
