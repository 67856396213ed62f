import type { FastifyInstance } from 'fastify';
import { cardsOf, withoutViews } from './card.ts';
import { sql } from './db.ts';
import { idFrom, limitFrom, optionalId } from './input.ts';
import { Problem, notFound } from './problem.ts';

interface ListQuery {
  category?: string;
  sort?: string;
  limit?: string;
  after?: string;
}

interface WithId {
  Params: { id: string };
}

interface ReviewRow {
  id: number;
  author: string;
  stars: number;
  text: string;
  created_at: Date;
}

export async function productRoutes(app: FastifyInstance) {
  app.get<{ Querystring: ListQuery }>('/products', async (request) => {
    const category = optionalId(request.query.category, 'category');
    const after = optionalId(request.query.after, 'after');
    const limit = limitFrom(request.query.limit, 24, 100);
    const [ids, total] = await Promise.all([
      page(category, request.query.sort ?? 'newest', after, limit),
      countProducts(category),
    ]);
    const cards = await cardsOf(ids);
    return { items: cards.map(withoutViews), total };
  });

  app.get<WithId>('/products/:id', async (request) => {
    const id = idFrom(request.params.id);
    const [[product], reviews, [rating]] = await Promise.all([
      sql`
        select p.id, p.name, p.brand, p.description, p.price, p.stock, p.views, p.category_id, c.slug, c.name as category
        from products p join categories c on c.id = p.category_id where p.id = ${id}`,
      newestReviews(id, undefined, 5),
      sql`
        select round(avg(stars), 1)::float8 as average, count(*)::integer as count
        from reviews where product_id = ${id}`,
    ]);
    if (!product) throw notFound();
    const related = await sql`
      select id, name, price from products
      where category_id = ${product['category_id']} and brand = ${product['brand']} and id <> ${id}
      order by id desc limit 6`;
    return {
      id,
      name: product['name'],
      brand: product['brand'],
      description: product['description'],
      category: { id: product['category_id'], slug: product['slug'], name: product['category'] },
      price: product['price'],
      stock: product['stock'],
      views: product['views'],
      rating,
      reviews,
      related,
    };
  });

  app.get<WithId & { Querystring: { limit?: string; before?: string } }>('/products/:id/reviews', async (request) => {
    const id = idFrom(request.params.id);
    const before = optionalId(request.query.before, 'before');
    const items = await newestReviews(id, before, limitFrom(request.query.limit, 20, 100));
    if (items.length === 0 && !(await exists(id))) throw notFound();
    return { items };
  });

  app.post<WithId>('/products/:id/views', async (request, reply) => {
    const { count } = await sql`update products set views = views + 1 where id = ${idFrom(request.params.id)}`;
    if (count === 0) throw notFound();
    return reply.code(204).send();
  });

  app.put<WithId & { Body: unknown }>('/products/:id/price', async (request) => {
    const id = idFrom(request.params.id);
    const price = priceFrom(request.body);
    const { count } = await sql`update products set price = ${price} where id = ${id}`;
    if (count === 0) throw notFound();
    const [card] = await cardsOf([id]);
    return withoutViews(card!);
  });
}

async function page(category: number | undefined, sort: string, after: number | undefined, limit: number) {
  const inCategory = category === undefined ? sql`true` : sql`category_id = ${category}`;
  const last = after === undefined ? undefined : await positionOf(after);
  const rows = await sql<{ id: number }[]>`
    select id from products where ${inCategory} and ${beyond(sort, last)} order by ${order(sort)} limit ${limit}`;
  return rows.map((row) => row.id);
}

interface Position {
  id: number;
  price: number;
}

function order(sort: string) {
  if (sort === 'newest') return sql`id desc`;
  if (sort === 'cheapest') return sql`price, id`;
  if (sort === 'dearest') return sql`price desc, id desc`;
  throw new Problem(400, 'sort must be newest, cheapest or dearest');
}

function beyond(sort: string, last: Position | undefined) {
  if (!last) return sql`true`;
  if (sort === 'newest') return sql`id < ${last.id}`;
  if (sort === 'cheapest') return sql`(price, id) > (${last.price}, ${last.id})`;
  return sql`(price, id) < (${last.price}, ${last.id})`;
}

async function positionOf(id: number): Promise<Position> {
  const [product] = await sql<Position[]>`select id, price from products where id = ${id}`;
  if (!product) throw new Problem(400, 'after must be a product of the list');
  return product;
}

async function countProducts(category: number | undefined): Promise<number> {
  const [row] = await (category === undefined
    ? sql<{ count: number }[]>`select count(*)::integer as count from products`
    : sql<{ count: number }[]>`select count(*)::integer as count from products where category_id = ${category}`);
  return row!.count;
}

async function newestReviews(productId: number, before: number | undefined, limit: number) {
  const rows = await sql<ReviewRow[]>`
    select id, author, stars, text, created_at from reviews
    where product_id = ${productId} ${before === undefined ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}`;
  return rows.map(({ created_at, ...review }) => ({ ...review, createdAt: created_at }));
}

async function exists(id: number): Promise<boolean> {
  return (await sql`select 1 from products where id = ${id}`).length > 0;
}

function priceFrom(body: unknown): number {
  const price = (body as { price?: unknown } | null)?.price;
  const isAmount = typeof price === 'number' && price > 0 && price <= 100_000;
  if (!isAmount || Math.abs(price * 100 - Math.round(price * 100)) > 1e-6) {
    throw new Problem(400, 'price must be an amount above 0 with at most two decimals');
  }
  return Math.round(price * 100) / 100;
}
