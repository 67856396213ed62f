import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { getAccount, move, once } from './bank.ts';
import { amountFrom, bodyId, cardFrom, keyFrom } from './input.ts';
import type { WithId } from './input.ts';
import { ownerOf } from './owner.ts';
import { notFound } from './problem.ts';
import { ask } from './provider.ts';
import { refundRoutes } from './refunds.ts';

export interface Charge {
  id: string;
  owner: number;
  accountId: number;
  amount: number;
  card: string;
  status: 'pending' | 'succeeded' | 'declined';
  refunded: number;
  payment?: string;
  createdAt: Date;
}

const charges = new Map<string, Charge>();

export async function chargeRoutes(app: FastifyInstance) {
  app.post<{ Body: Record<string, unknown> | null }>('/charges', async (request, reply) => {
    const owner = await ownerOf(request);
    const key = keyFrom(request);
    const accountId = bodyId(request.body?.['accountId'], 'accountId');
    const amount = amountFrom(request.body?.['amount']);
    const card = cardFrom(request.body?.['card']);
    const made = once(owner, key, JSON.stringify(['charge', accountId, amount, card]), () => {
      getAccount(accountId, owner);
      const id = randomUUID();
      const rest = { status: 'pending', refunded: 0, createdAt: new Date() } as const;
      charges.set(id, { id, owner, accountId, amount, card, ...rest });
      return id;
    });
    const charge = getCharge(made, owner);
    await carryOut(charge);
    return reply.code(charge.status === 'pending' ? 202 : 201).send(show(charge));
  });

  app.get<WithId>('/charges/:id', async (request) => {
    const owner = await ownerOf(request);
    return show(getCharge(request.params.id, owner));
  });

  app.register(refundRoutes);
}

async function carryOut({ id, amount, card, status }: Charge): Promise<void> {
  if (status !== 'pending') return;
  const decision = await ask('/payments', id, { amount, card, reference: id });
  if (decision && decision.status !== 'processing') await settleCharge(id, decision.id, decision.status);
}

export async function settleCharge(id: string, payment: string, status: 'succeeded' | 'declined') {
  const charge = charges.get(id);
  if (charge?.status !== 'pending') return;
  Object.assign(charge, { status, payment });
  if (status === 'succeeded')
    move(undefined, charge.accountId, charge.amount, { kind: 'charge', reference: id });
}

export function getCharge(id: string, owner: number): Charge {
  const charge = charges.get(id);
  if (charge?.owner !== owner) throw notFound();
  return charge;
}

function show({ id, accountId, amount, card, status, refunded, createdAt }: Charge) {
  return { id, accountId, amount, card, status, refunded, createdAt };
}
