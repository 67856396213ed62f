import type { FastifyInstance } from 'fastify';
import { toCard } from './card.ts';
import { connect } from './db.ts';
import type { CategoryRow, ProductRow } from './db.ts';

export async function categoryRoutes(app: FastifyInstance) {
  app.get<{ Params: { id: string } }>('/categories/:id/top', async (request, reply) => {
    const sql = connect();
    const [category] = await sql<CategoryRow[]>`select * from categories where id = ${request.params.id}`;
    if (!category) {
      await sql.end();
      return reply.code(404).send({ error: 'not found' });
    }
    const products = await sql<ProductRow[]>`select * from products where category_id = ${category.id}`;
    const top = products.toSorted((a, b) => b.views - a.views || a.id - b.id).slice(0, 10);
    const items = [];
    for (const product of top) items.push({ ...(await toCard(sql, product)), views: product.views });
    await sql.end();
    return { category, items };
  });
}
