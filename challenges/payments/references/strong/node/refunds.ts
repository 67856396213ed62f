import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import { amountFrom, keyFrom } from './input.ts';
import type { WithId } from './input.ts';
import { ownerOf } from './owner.ts';
import { notFound } from './problem.ts';
import { ask } from './provider.ts';
import { refusing } from './refusal.ts';

interface Refund {
  id: string;
  chargeId: string;
  amount: number;
  status: 'pending' | 'succeeded';
  createdAt: Date;
}

export async function refundRoutes(app: FastifyInstance) {
  app.post<WithId & { Body: Record<string, unknown> | null }>('/charges/:id/refunds', async (request, reply) => {
    const owner = await ownerOf(request);
    const key = keyFrom(request);
    const chargeId = request.params.id;
    if (!/^[\w-]{1,64}$/.test(chargeId)) throw notFound();
    const amount = amountFrom(request.body?.['amount']);
    const wanted = JSON.stringify(['refund', chargeId, amount]);
    const [made] = await refusing(sql<{ id: string }[]>`
      select id from create_refund(${owner}, ${key}, ${wanted}, ${randomUUID()}, ${chargeId}, ${amount})`);
    const refund = await carryOut(made!.id);
    return reply.code(refund.status === 'pending' ? 202 : 201).send(refund);
  });
}

async function carryOut(id: string): Promise<Refund> {
  const [row] = await sql<(Refund & { payment: string })[]>`
    select refunds.id, charge_id as "chargeId", refunds.amount, refunds.status, refunds.created_at as "createdAt", payment
    from refunds join charges on charges.id = charge_id where refunds.id = ${id}`;
  const { payment, ...refund } = row!;
  if (refund.status !== 'pending') return refund;
  const decision = await ask('/refunds', id, { payment, amount: refund.amount, reference: id });
  if (decision?.status !== 'succeeded') return refund;
  await settleRefund(id);
  return { ...refund, status: 'succeeded' };
}

export async function settleRefund(id: string): Promise<void> {
  await sql`update refunds set status = 'succeeded' where id = ${id} and status = 'pending'`;
}
