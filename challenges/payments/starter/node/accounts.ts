import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import { ownerOf } from './owner.ts';
import { badRequest } from './problem.ts';

export async function accountRoutes(app: FastifyInstance) {
  // An example of a route that is done.
  app.post<{ Body: { name?: unknown } | null }>('/accounts', async (request, reply) => {
    const owner = await ownerOf(request);
    const name = request.body?.name;
    if (typeof name !== 'string' || !/^[^\p{Cc}]{1,100}$/u.test(name))
      throw badRequest('name must be a text of 1 to 100 characters');
    const [account] = await sql<{ id: number; name: string; createdAt: Date }[]>`
      insert into accounts (owner_id, name) values (${owner}, ${name})
      returning id, name, created_at as "createdAt"`;
    return reply.code(201).send({ ...account, balance: 0 });
  });

  // GET /accounts/:id
  // GET /accounts/:id/entries
}
