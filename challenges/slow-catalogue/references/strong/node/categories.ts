import type { FastifyInstance } from 'fastify';
import * as catalogue from './catalogue.ts';
import { sql } from './db.ts';
import { idFrom } from './input.ts';
import { Brief } from './memory.ts';
import { notFound } from './problem.ts';
import { withCards } from './products.ts';

const tops = new Brief<object>(500);

export async function categoryRoutes(app: FastifyInstance) {
  app.get<{ Params: { id: string } }>('/categories/:id/top', async (request) => {
    const category = catalogue.category(idFrom(request.params.id));
    if (!category) throw notFound();
    return tops.get(category.id, () => topOf(category));
  });
}

async function topOf(category: catalogue.Category) {
  const rows = await sql<{ id: number; price: number; views: number }[]>`
    select id, price, views from products where category_id = ${category.id} order by views desc, id limit 10`;
  const items = withCards(rows);
  return { category, items: items.map((item, at) => ({ ...item, views: rows[at]!.views })) };
}
