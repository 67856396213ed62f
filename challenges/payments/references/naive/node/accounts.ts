import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import { pathId, queryNumber } from './input.ts';
import type { WithId } from './input.ts';
import { ownerOf } from './owner.ts';
import { badRequest, notFound } from './problem.ts';

interface Account {
  id: number;
  name: string;
  createdAt: Date;
}

interface Entry {
  id: number;
  amount: number;
  kind: string;
  reference: string;
  createdAt: Date;
}

export async function accountRoutes(app: FastifyInstance) {
  app.post<{ Body: { name?: unknown } | null }>('/accounts', async (request, reply) => {
    const owner = await ownerOf(request);
    const name = request.body?.name;
    if (typeof name !== 'string' || !/^[^\p{Cc}]{1,100}$/u.test(name))
      throw badRequest('name must be a text of 1 to 100 characters');
    const [account] = await sql<Account[]>`
      insert into accounts (owner_id, name) values (${owner}, ${name})
      returning id, name, created_at as "createdAt"`;
    return reply.code(201).send({ ...account, balance: 0 });
  });

  app.get<WithId>('/accounts/:id', async (request) => {
    const account = await getAccount(pathId(request.params.id), await ownerOf(request));
    return { ...account, balance: sum(await entriesOf(account.id)) };
  });

  app.get<WithId & { Querystring: { limit?: string; before?: string } }>(
    '/accounts/:id/entries',
    async (request) => {
      const limit = Math.min(queryNumber(request.query.limit, 'limit') ?? 20, 100);
      const before = queryNumber(request.query.before, 'before') ?? Number.MAX_SAFE_INTEGER;
      const account = await getAccount(pathId(request.params.id), await ownerOf(request));
      const entries = await entriesOf(account.id);
      return { balance: sum(entries), items: entries.filter(({ id }) => id < before).slice(0, limit) };
    },
  );
}

async function getAccount(id: number, owner: number): Promise<Account> {
  const [account] = await sql<Account[]>`
    select id, name, created_at as "createdAt" from accounts where id = ${id} and owner_id = ${owner}`;
  return account ?? Promise.reject(notFound());
}

async function entriesOf(account: number): Promise<Entry[]> {
  return sql<Entry[]>`
    select id, amount, kind, reference, created_at as "createdAt" from entries
    where account_id = ${account} order by id desc`;
}

const sum = (entries: Entry[]): number => entries.reduce((total, { amount }) => total + amount, 0);
