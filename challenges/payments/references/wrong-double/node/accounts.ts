import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import { pathId, queryNumber } from './input.ts';
import type { WithId } from './input.ts';
import { ownerOf } from './owner.ts';
import { badRequest, notFound } from './problem.ts';

interface Account {
  id: number;
  name: string;
  balance: number;
  createdAt: Date;
}

interface Statement {
  balance: number;
  items: unknown[];
}

export async function accountRoutes(app: FastifyInstance) {
  app.post<{ Body: { name?: unknown } | null }>('/accounts', async (request, reply) => {
    const owner = await ownerOf(request);
    const name = request.body?.name;
    if (typeof name !== 'string' || !/^[^\p{Cc}]{1,100}$/u.test(name))
      throw badRequest('name must be a text of 1 to 100 characters');
    const [account] = await sql<Account[]>`
      insert into accounts (owner_id, name) values (${owner}, ${name})
      returning id, name, balance, created_at as "createdAt"`;
    return reply.code(201).send(account);
  });

  app.get<WithId>('/accounts/:id', async (request) => {
    const owner = await ownerOf(request);
    const [account] = await sql<Account[]>`
      select id, name, balance, created_at as "createdAt" from accounts
      where id = ${pathId(request.params.id)} and owner_id = ${owner}`;
    return account ?? Promise.reject(notFound());
  });

  app.get<WithId & { Querystring: { limit?: string; before?: string } }>(
    '/accounts/:id/entries',
    async (request) => {
      const owner = await ownerOf(request);
      const limit = Math.min(queryNumber(request.query.limit, 'limit') ?? 20, 100);
      const before = queryNumber(request.query.before, 'before') ?? Number.MAX_SAFE_INTEGER;
      return statementOf(pathId(request.params.id), owner, limit, before);
    },
  );
}

/** Balance and entries by one statement, so that both are of the same moment. */
async function statementOf(id: number, owner: number, limit: number, before: number): Promise<Statement> {
  const [statement] = await sql<Statement[]>`
    select balance, (
      select coalesce(json_agg(json_build_object(
        'id', id, 'amount', amount, 'kind', kind, 'reference', reference,
        'createdAt', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by id desc), '[]')
      from (
        select * from entries where account_id = accounts.id and id < ${before} order by id desc limit ${limit}
      ) as page
    ) as items
    from accounts where id = ${id} and owner_id = ${owner}`;
  return statement ?? Promise.reject(notFound());
}
