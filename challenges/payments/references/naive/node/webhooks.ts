import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { settleCharge } from './charges.ts';
import { Problem } from './problem.ts';
import { settleRefund } from './refunds.ts';

interface Event {
  type?: string;
  data?: { id?: unknown; reference?: unknown };
}

const secret = process.env['PROVIDER_SECRET'];
if (!secret) throw new Error('PROVIDER_SECRET is not set');

export async function webhookRoutes(app: FastifyInstance) {
  app.post<{ Body: Event | null }>('/webhooks/provider', async (request, reply) => {
    if (!isSigned(request)) throw new Problem(401, 'unauthorized', 'The event is not signed by the provider');
    await take(request.body ?? {});
    return reply.code(204).send();
  });
}

function isSigned(request: FastifyRequest): boolean {
  const given = Buffer.from(String(request.headers['provider-signature'] ?? ''));
  const right = Buffer.from(createHmac('sha256', secret!).update(request.rawBody).digest('hex'));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Only what is decided counts, so events may come twice, late and in any order. */
async function take({ type, data }: Event): Promise<void> {
  const { id, reference } = data ?? {};
  if (typeof id !== 'string' || typeof reference !== 'string' || !/^[\w-]{1,64}$/.test(reference)) return;
  if (type === 'payment.succeeded') await settleCharge(reference, id, 'succeeded');
  if (type === 'payment.declined') await settleCharge(reference, id, 'declined');
  if (type === 'refund.succeeded') await settleRefund(reference);
}
