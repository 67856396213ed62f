import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { getAccount, move, once } from './bank.ts';
import { amountFrom, bodyId, keyFrom } from './input.ts';
import { ownerOf } from './owner.ts';
import { badRequest } from './problem.ts';

const transfers = new Map<string, object>();

export async function transferRoutes(app: FastifyInstance) {
  app.post<{ Body: Record<string, unknown> | null }>('/transfers', async (request, reply) => {
    const owner = await ownerOf(request);
    const key = keyFrom(request);
    const from = bodyId(request.body?.['from'], 'from');
    const to = bodyId(request.body?.['to'], 'to');
    const amount = amountFrom(request.body?.['amount']);
    if (from === to) throw badRequest('from and to must be two accounts');
    const made = once(owner, key, JSON.stringify(['transfer', from, to, amount]), () => {
      const id = randomUUID();
      getAccount(from, owner);
      getAccount(to);
      move(from, to, amount, { kind: 'transfer', reference: id });
      transfers.set(id, { id, from, to, amount, createdAt: new Date() });
      return id;
    });
    return reply.code(201).send(transfers.get(made));
  });
}
