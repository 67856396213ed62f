import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import type { Sql } from './db.ts';
import { amountFrom, keyFrom } from './input.ts';
import type { WithId } from './input.ts';
import { move, provider } from './ledger.ts';
import { once } from './once.ts';
import { ownerOf } from './owner.ts';
import { Problem, notFound } from './problem.ts';
import { ask } from './provider.ts';

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
    const id = await once({ owner, key, wanted }, (transaction, made) =>
      takeBack(transaction, owner, { id: made, chargeId, amount }),
    );
    const refund = await carryOut(id);
    return reply.code(refund.status === 'pending' ? 202 : 201).send(refund);
  });
}

/** Takes the money out of the account at once, so that nobody spends it while the provider is asked. */
async function takeBack(
  transaction: Sql,
  owner: number,
  { id, chargeId, amount }: Pick<Refund, 'id' | 'chargeId' | 'amount'>,
): Promise<void> {
  const [charge] = await transaction<{ account_id: number; amount: number; refunded: number; status: string }[]>`
    select account_id, amount, refunded, status from charges where id = ${chargeId} and owner_id = ${owner} for update`;
  if (!charge) throw notFound();
  if (charge.status !== 'succeeded') throw new Problem(409, 'not-refundable', 'The charge has not succeeded');
  if (charge.refunded + amount > charge.amount)
    throw new Problem(409, 'refund-too-large', 'That is more than is left of the charge');
  await transaction`update charges set refunded = refunded + ${amount} where id = ${chargeId}`;
  await transaction`insert into refunds (id, charge_id, amount) values (${id}, ${chargeId}, ${amount})`;
  await move(transaction, { from: charge.account_id, to: provider, amount, kind: 'refund', reference: id });
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
