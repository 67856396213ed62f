import type { FastifyInstance } from 'fastify';

export async function chargeRoutes(_app: FastifyInstance) {
  // POST /charges
  // GET /charges/:id
  // POST /charges/:id/refunds
}
