import type { FastifyInstance } from 'fastify';
import { cardsOf } from './card.ts';
import { sql } from './db.ts';
import { idFrom } from './input.ts';
import { notFound } from './problem.ts';

export async function categoryRoutes(app: FastifyInstance) {
  app.get<{ Params: { id: string } }>('/categories/:id/top', async (request) => {
    const id = idFrom(request.params.id);
    const [category] = await sql`select id, slug, name from categories where id = ${id}`;
    if (!category) throw notFound();
    const rows = await sql<{ id: number }[]>`
      select id from products where category_id = ${id} order by views desc, id limit 10`;
    return { category, items: await cardsOf(rows.map((row) => row.id)) };
  });
}
