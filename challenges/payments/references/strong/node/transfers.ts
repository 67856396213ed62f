import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import { amountFrom, bodyId, keyFrom } from './input.ts';
import { ownerOf } from './owner.ts';
import { badRequest } from './problem.ts';
import { refusing } from './refusal.ts';

export async function transferRoutes(app: FastifyInstance) {
  app.post<{ Body: Record<string, unknown> | null }>('/transfers', async (request, reply) => {
    const owner = await ownerOf(request);
    const key = keyFrom(request);
    const { from, to, amount } = wantedFrom(request.body);
    const wanted = JSON.stringify(['transfer', from, to, amount]);
    const [made] = await refusing(sql`
      select id, from_id as "from", to_id as "to", amount, created_at as "createdAt"
      from create_transfer(${owner}, ${key}, ${wanted}, ${randomUUID()}, ${from}, ${to}, ${amount})`);
    return reply.code(201).send(made);
  });
}

function wantedFrom(body: Record<string, unknown> | null): { from: number; to: number; amount: number } {
  const from = bodyId(body?.['from'], 'from');
  const to = bodyId(body?.['to'], 'to');
  if (from === to) throw badRequest('from and to must be two accounts');
  return { from, to, amount: amountFrom(body?.['amount']) };
}
