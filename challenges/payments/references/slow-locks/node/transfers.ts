import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import type { Sql } from './db.ts';
import { amountFrom, bodyId, keyFrom } from './input.ts';
import { move } from './ledger.ts';
import { once } from './once.ts';
import { ownerOf } from './owner.ts';
import { badRequest, notFound } from './problem.ts';

interface Wanted {
  from: number;
  to: number;
  amount: number;
}

export async function transferRoutes(app: FastifyInstance) {
  app.post<{ Body: Record<string, unknown> | null }>('/transfers', async (request, reply) => {
    const owner = await ownerOf(request);
    const key = keyFrom(request);
    const wanted = wantedFrom(request.body);
    const id = await once({ owner, key, wanted: JSON.stringify(['transfer', wanted]) }, (transaction, made) =>
      transfer(transaction, owner, made, wanted),
    );
    const [made] = await sql`
      select id, from_id as "from", to_id as "to", amount, created_at as "createdAt" from transfers where id = ${id}`;
    return reply.code(201).send(made);
  });
}

function wantedFrom(body: Record<string, unknown> | null): Wanted {
  const from = bodyId(body?.['from'], 'from');
  const to = bodyId(body?.['to'], 'to');
  if (from === to) throw badRequest('from and to must be two accounts');
  return { from, to, amount: amountFrom(body?.['amount']) };
}

async function transfer(transaction: Sql, owner: number, id: string, { from, to, amount }: Wanted): Promise<void> {
  const accounts = await transaction<{ id: number; owner_id: number }[]>`
    select id, owner_id from accounts where id in ${transaction([from, to])}`;
  const source = accounts.find((account) => account.id === from);
  if (accounts.length < 2 || source?.owner_id !== owner) throw notFound();
  await move(transaction, { from, to, amount, kind: 'transfer', reference: id });
  await transaction`
    insert into transfers (id, from_id, to_id, amount) values (${id}, ${from}, ${to}, ${amount})`;
}
