import type { FastifyInstance } from 'fastify';
import { toCards } from './card.ts';
import { connect } from './db.ts';
import type { ProductRow } from './db.ts';

export async function searchRoutes(app: FastifyInstance) {
  app.get<{ Querystring: { q: string; limit?: string } }>('/search', async (request) => {
    const sql = connect();
    const found = await sql.unsafe<ProductRow[]>(
      `select * from products where name ilike '%${request.query.q}%' order by id desc`,
    );
    const items = await toCards(sql, found.slice(0, Number(request.query.limit ?? 20)));
    await sql.end();
    return { items };
  });
}
