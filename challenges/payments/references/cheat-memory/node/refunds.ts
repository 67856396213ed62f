import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { move, once } from './bank.ts';
import { getCharge } from './charges.ts';
import { amountFrom, keyFrom } from './input.ts';
import type { WithId } from './input.ts';
import { ownerOf } from './owner.ts';
import { Problem } from './problem.ts';
import { ask } from './provider.ts';

interface Refund {
  id: string;
  chargeId: string;
  amount: number;
  status: 'pending' | 'succeeded';
  createdAt: Date;
}

const refunds = new Map<string, Refund>();

export async function refundRoutes(app: FastifyInstance) {
  app.post<WithId & { Body: Record<string, unknown> | null }>('/charges/:id/refunds', async (request, reply) => {
    const owner = await ownerOf(request);
    const key = keyFrom(request);
    const amount = amountFrom(request.body?.['amount']);
    const charge = getCharge(request.params.id, owner);
    const made = once(owner, key, JSON.stringify(['refund', charge.id, amount]), () => {
      if (charge.status !== 'succeeded') throw new Problem(409, 'not-refundable', 'The charge has not succeeded');
      if (charge.refunded + amount > charge.amount)
        throw new Problem(409, 'refund-too-large', 'That is more than is left of the charge');
      const id = randomUUID();
      move(charge.accountId, undefined, amount, { kind: 'refund', reference: id });
      charge.refunded += amount;
      refunds.set(id, { id, chargeId: charge.id, amount, status: 'pending', createdAt: new Date() });
      return id;
    });
    const refund = refunds.get(made)!;
    if (refund.status === 'pending') {
      const decision = await ask('/refunds', made, { payment: charge.payment, amount, reference: made });
      if (decision?.status === 'succeeded') await settleRefund(made);
    }
    return reply.code(refund.status === 'pending' ? 202 : 201).send(refund);
  });
}

export async function settleRefund(id: string): Promise<void> {
  const refund = refunds.get(id);
  if (refund) refund.status = 'succeeded';
}
