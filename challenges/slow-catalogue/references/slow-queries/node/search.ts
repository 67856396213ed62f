import type { FastifyInstance } from 'fastify';
import { cardsOf, withoutViews } from './card.ts';
import { sql } from './db.ts';
import { limitFrom } from './input.ts';
import { Problem } from './problem.ts';

export async function searchRoutes(app: FastifyInstance) {
  app.get<{ Querystring: { q?: string | string[]; limit?: string } }>('/search', async (request) => {
    const { q } = request.query;
    if (typeof q !== 'string' || q.length < 3 || q.length > 100 || q.includes('\0')) {
      throw new Problem(400, 'q must have 3 to 100 characters');
    }
    const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await sql<{ id: number }[]>`
      select id from products where name ilike ${pattern}
      order by id desc limit ${limitFrom(request.query.limit, 20, 50)}`;
    const cards = await cardsOf(rows.map((row) => row.id));
    return { items: cards.map(withoutViews) };
  });
}
