import type { FastifyInstance } from 'fastify';
import * as catalogue from './catalogue.ts';
import { sql } from './db.ts';
import { idFrom, limitFrom, optionalId } from './input.ts';
import { Brief } from './memory.ts';
import { Problem, notFound } from './problem.ts';
import { listAnswer, pageAnswer } from './shapes.ts';
import { countView } from './views.ts';

interface WithId {
  Params: { id: string };
}

interface Priced {
  id: number;
  price: number;
}

// Shorter than the second the shop allows, by what a slow moment may add.
const pages = new Brief<object>(500);

export async function productRoutes(app: FastifyInstance) {
  app.get<{ Querystring: { category?: string; sort?: string; limit?: string; after?: string } }>(
    '/products',
    { schema: { response: { 200: listAnswer } } },
    async ({ query }) => {
      const category = optionalId(query.category, 'category');
      const after = optionalId(query.after, 'after');
      const rows = await list(category, query.sort ?? 'newest', after, limitFrom(query.limit, 24, 100));
      return { items: withCards(rows), total: catalogue.totalOf(category) };
    },
  );

  app.get<WithId>('/products/:id', { schema: { response: { 200: pageAnswer } } }, async (request) => {
    const id = idFrom(request.params.id);
    return pages.get(id, () => pageOf(id));
  });

  app.get<WithId & { Querystring: { limit?: string; before?: string } }>('/products/:id/reviews', async (request) => {
    const id = idFrom(request.params.id);
    const before = optionalId(request.query.before, 'before');
    const items = await catalogue.newestReviews(id, before, limitFrom(request.query.limit, 20, 100));
    if (items.length === 0 && !catalogue.card(id)) throw notFound();
    return { items };
  });

  app.post<WithId>('/products/:id/views', async (request, reply) => {
    const id = idFrom(request.params.id);
    if (!catalogue.card(id)) throw notFound();
    countView(id);
    return reply.code(204).send();
  });

  app.put<WithId & { Body: unknown }>('/products/:id/price', async (request) => {
    const id = idFrom(request.params.id);
    const price = priceFrom(request.body);
    const { count } = await sql`update products set price = ${price} where id = ${id}`;
    if (count === 0) throw notFound();
    pages.forget(id);
    return withCards([{ id, price }])[0];
  });
}

export function withCards(rows: readonly Priced[]) {
  return rows.map(({ id, price }) => ({ ...catalogue.card(id)!, price }));
}

async function pageOf(id: number): Promise<object> {
  const page = await catalogue.pageOf(id);
  if (!page) throw notFound();
  const rows = await sql<(Priced & { stock: number; views: number })[]>`
    select id, price, stock, views from products where id in ${sql([id, ...page.related.map((other) => other.id)])}`;
  const now = new Map(rows.map((row) => [row.id, row]));
  const { price, stock, views } = now.get(id)!;
  const related = page.related.map((other) => ({ ...other, price: now.get(other.id)!.price }));
  return { ...page, related, price, stock, views };
}

function list(category: number | undefined, sort: string, after: number | undefined, limit: number): Promise<Priced[]> {
  const inCategory = category === undefined ? sql`true` : sql`category_id = ${category}`;
  if (sort === 'newest') {
    return sql<Priced[]>`
      select id, price from products where ${inCategory} and id < ${after ?? 2 ** 31 - 1}
      order by id desc limit ${limit}`.execute();
  }
  const last = sql`(select price, id from products where id = ${after ?? 0})`;
  if (sort === 'cheapest') {
    return sql<Priced[]>`
      select id, price from products where ${inCategory} ${after ? sql`and (price, id) > ${last}` : sql``}
      order by price, id limit ${limit}`.execute();
  }
  if (sort === 'dearest') {
    return sql<Priced[]>`
      select id, price from products where ${inCategory} ${after ? sql`and (price, id) < ${last}` : sql``}
      order by price desc, id desc limit ${limit}`.execute();
  }
  throw new Problem(400, 'sort must be newest, cheapest or dearest');
}

function priceFrom(body: unknown): number {
  const price = (body as { price?: unknown } | null)?.price;
  const isAmount = typeof price === 'number' && price > 0 && price <= 100_000;
  if (!isAmount || Math.abs(price * 100 - Math.round(price * 100)) > 1e-6) {
    throw new Problem(400, 'price must be an amount above 0 with at most two decimals');
  }
  return Math.round(price * 100) / 100;
}
