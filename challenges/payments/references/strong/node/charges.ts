import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import { amountFrom, bodyId, cardFrom, keyFrom } from './input.ts';
import type { WithId } from './input.ts';
import { ownerOf } from './owner.ts';
import { notFound } from './problem.ts';
import { ask } from './provider.ts';
import { refusing } from './refusal.ts';
import { refundRoutes } from './refunds.ts';

interface Charge {
  id: string;
  accountId: number;
  amount: number;
  card: string;
  status: 'pending' | 'succeeded' | 'declined';
  refunded: number;
  createdAt: Date;
}

export async function chargeRoutes(app: FastifyInstance) {
  app.post<{ Body: Record<string, unknown> | null }>('/charges', async (request, reply) => {
    const owner = await ownerOf(request);
    const key = keyFrom(request);
    const account = bodyId(request.body?.['accountId'], 'accountId');
    const amount = amountFrom(request.body?.['amount']);
    const card = cardFrom(request.body?.['card']);
    const wanted = JSON.stringify(['charge', account, amount, card]);
    const [created] = await refusing(sql<Charge[]>`
      select id, account_id as "accountId", amount, card, status, refunded, created_at as "createdAt"
      from create_charge(${owner}, ${key}, ${wanted}, ${randomUUID()}, ${account}, ${amount}, ${card})`);
    const charge = await carryOut(created!);
    return reply.code(charge.status === 'pending' ? 202 : 201).send(charge);
  });

  app.get<WithId>('/charges/:id', async (request) => {
    const owner = await ownerOf(request);
    return getCharge(request.params.id, owner);
  });

  app.register(refundRoutes);
}

/** Asks the provider for a charge that is still pending, with the charge's id as our key. */
async function carryOut(charge: Charge): Promise<Charge> {
  if (charge.status !== 'pending') return charge;
  const { id, amount, card } = charge;
  const decision = await ask('/payments', id, { amount, card, reference: id });
  if (!decision || decision.status === 'processing') return charge;
  await settleCharge(id, decision.id, decision.status);
  return { ...charge, status: decision.status };
}

/** What the provider decided, by whichever way it came first; later words of it change nothing. */
export async function settleCharge(id: string, payment: string, status: 'succeeded' | 'declined'): Promise<void> {
  await sql`select settle_charge(${id}, ${payment}, ${status})`;
}

async function getCharge(id: string, owner: number): Promise<Charge> {
  if (!/^[\w-]{1,64}$/.test(id)) throw notFound();
  const [charge] = await sql<Charge[]>`
    select id, account_id as "accountId", amount, card, status, refunded, created_at as "createdAt"
    from charges where id = ${id} and owner_id = ${owner}`;
  return charge ?? Promise.reject(notFound());
}
