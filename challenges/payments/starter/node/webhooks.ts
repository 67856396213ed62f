import type { FastifyInstance } from 'fastify';

export async function webhookRoutes(_app: FastifyInstance) {
  // POST /webhooks/provider: request.rawBody holds what was signed
}
