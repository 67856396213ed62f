import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import { limitFrom } from './input.ts';
import { Bounded } from './memory.ts';
import { Problem } from './problem.ts';
import { withCards } from './products.ts';
import { listAnswer } from './shapes.ts';

const most = 50;
// Names stay as they are while the service runs, so what a text finds does too; prices are read anew.
const found = new Bounded<string, number[]>(5000);

export async function searchRoutes(app: FastifyInstance) {
  app.get<{ Querystring: { q?: string | string[]; limit?: string } }>(
    '/search',
    { schema: { response: { 200: listAnswer } } },
    async ({ query: { q, limit } }) => {
      if (typeof q !== 'string' || q.length < 3 || q.length > 100 || q.includes('\0')) {
        throw new Problem(400, 'q must have 3 to 100 characters');
      }
      const count = limitFrom(limit, 20, most);
      const ids = (await idsFor(q)).slice(0, count);
      if (ids.length === 0) return { items: [] };
      const rows = await sql<{ id: number; price: number }[]>`
        select id, price from products where id in ${sql(ids)} order by id desc`;
      return { items: withCards(rows) };
    },
  );
}

async function idsFor(q: string): Promise<number[]> {
  const known = found.get(q);
  if (known) return known;
  // Adding 0 keeps the planner from walking the whole table by id for words that are rare.
  const rows = await sql<{ id: number }[]>`
    select id from products where name ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}
    order by id + 0 desc limit ${most}`;
  const ids = rows.map((row) => row.id);
  found.set(q, ids);
  return ids;
}
