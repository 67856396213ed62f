import type { FastifyInstance } from 'fastify';
import { getAccount, open, readAll, show } from './bank.ts';
import { pathId, queryNumber } from './input.ts';
import type { WithId } from './input.ts';
import { ownerOf } from './owner.ts';
import { badRequest } from './problem.ts';

// Not in a plugin: those have ten seconds to start, and a busy machine may need longer for all of it.
await readAll();

export async function accountRoutes(app: FastifyInstance) {
  app.post<{ Body: { name?: unknown } | null }>('/accounts', async (request, reply) => {
    const owner = await ownerOf(request);
    const name = request.body?.name;
    if (typeof name !== 'string' || !/^[^\p{Cc}]{1,100}$/u.test(name))
      throw badRequest('name must be a text of 1 to 100 characters');
    return reply.code(201).send(show(open(owner, name)));
  });

  app.get<WithId>('/accounts/:id', async (request) => {
    const owner = await ownerOf(request);
    return show(getAccount(pathId(request.params.id), owner));
  });

  app.get<WithId & { Querystring: { limit?: string; before?: string } }>(
    '/accounts/:id/entries',
    async (request) => {
      const owner = await ownerOf(request);
      const limit = Math.min(queryNumber(request.query.limit, 'limit') ?? 20, 100);
      const before = queryNumber(request.query.before, 'before') ?? Number.MAX_SAFE_INTEGER;
      const { balance, entries } = getAccount(pathId(request.params.id), owner);
      const end = entries.findLastIndex(({ id }) => id < before) + 1;
      return { balance, items: entries.slice(Math.max(0, end - limit), end).toReversed() };
    },
  );
}
