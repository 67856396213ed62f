import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import { amountFrom, bodyId, cardFrom, keyFrom } from './input.ts';
import type { WithId } from './input.ts';
import { move, provider } from './ledger.ts';
import { once } from './once.ts';
import { ownerOf } from './owner.ts';
import { notFound } from './problem.ts';
import { ask } from './provider.ts';
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
    const id = await once({ owner, key, wanted }, async (transaction, made) => {
      const created = await transaction`
        insert into charges (id, owner_id, account_id, amount, card)
        select ${made}, ${owner}, id, ${amount}, ${card} from accounts where id = ${account} and owner_id = ${owner}`;
      if (created.count === 0) throw notFound();
    });
    const charge = await carryOut(await getCharge(id, owner));
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
  await sql.begin(async (transaction) => {
    const [charge] = await transaction<{ account_id: number; amount: number }[]>`
      update charges set status = ${status}, payment = ${payment} where id = ${id} and status = 'pending'
      returning account_id, amount`;
    if (!charge || status !== 'succeeded') return;
    const { account_id: to, amount } = charge;
    await move(transaction, { from: provider, to, amount, kind: 'charge', reference: id });
  });
}

async function getCharge(id: string, owner: number): Promise<Charge> {
  if (!/^[\w-]{1,64}$/.test(id)) throw notFound();
  const [charge] = await sql<Charge[]>`
    select id, account_id as "accountId", amount, card, status, refunded, created_at as "createdAt"
    from charges where id = ${id} and owner_id = ${owner}`;
  return charge ?? Promise.reject(notFound());
}
