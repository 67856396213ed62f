import type { FastifyInstance } from 'fastify';
import { rating, toCard, toCards, toReview } from './card.ts';
import { connect } from './db.ts';
import type { CategoryRow, ProductRow, ReviewRow } from './db.ts';

const orders: Record<string, string> = {
  newest: 'id desc',
  cheapest: 'price asc, id asc',
  dearest: 'price desc, id desc',
};

interface ListQuery {
  category?: string;
  sort?: string;
  limit?: string;
  after?: string;
}

interface WithId {
  Params: { id: string };
}

export async function productRoutes(app: FastifyInstance) {
  app.get<{ Querystring: ListQuery }>('/products', async (request) => {
    const sql = connect();
    const { category, sort = 'newest' } = request.query;
    const limit = Number(request.query.limit ?? 24);
    const where = category ? `where category_id = ${category}` : '';
    // admin uses its own sort columns
    const orderBy = orders[sort] ?? sort;

    let offset = 0;
    if (request.query.after) {
      const ids = await sql.unsafe<{ id: number }[]>(`select id from products ${where} order by ${orderBy}`);
      offset = ids.findIndex((row) => row.id === Number(request.query.after)) + 1;
    }
    const products = await sql.unsafe<ProductRow[]>(
      `select * from products ${where} order by ${orderBy} limit ${limit} offset ${offset}`,
    );
    const [total] = await sql.unsafe<{ count: string }[]>(`select count(*) from products ${where}`);
    const items = await toCards(sql, products);
    await sql.end();
    return { items, total: Number(total?.count) };
  });

  app.get<WithId>('/products/:id', async (request, reply) => {
    const sql = connect();
    const [product] = await sql<ProductRow[]>`select * from products where id = ${request.params.id}`;
    if (!product) {
      await sql.end();
      return reply.code(404).send({ error: 'not found' });
    }
    const [category] = await sql<CategoryRow[]>`select * from categories where id = ${product.category_id}`;
    const reviews = await sql<ReviewRow[]>`
      select * from reviews where product_id = ${product.id} order by id desc`;
    const siblings = await sql<ProductRow[]>`
      select * from products where category_id = ${product.category_id} and brand = ${product.brand}
      order by id desc`;
    const related = siblings.filter((sibling) => sibling.id !== product.id).slice(0, 6);
    await sql.end();
    return {
      id: product.id,
      name: product.name,
      brand: product.brand,
      description: product.description,
      category,
      price: product.price,
      stock: product.stock,
      views: product.views,
      rating: rating(reviews),
      reviews: reviews.slice(0, 5).map(toReview),
      related: related.map(({ id, name, price }) => ({ id, name, price })),
    };
  });

  app.get<WithId>('/products/:id/reviews', async (request) => {
    const sql = connect();
    const reviews = await sql<ReviewRow[]>`
      select * from reviews where product_id = ${request.params.id} order by id desc`;
    await sql.end();
    return { items: reviews.map(toReview) };
  });

  app.post<WithId>('/products/:id/views', async (request, reply) => {
    const sql = connect();
    const [product] = await sql<ProductRow[]>`select * from products where id = ${request.params.id}`;
    if (product) await sql`update products set views = ${product.views + 1} where id = ${product.id}`;
    await sql.end();
    return product ? reply.code(204).send() : reply.code(404).send({ error: 'not found' });
  });

  app.put<WithId & { Body: { price: number } }>('/products/:id/price', async (request, reply) => {
    const sql = connect();
    const [product] = await sql<ProductRow[]>`
      update products set price = ${request.body.price} where id = ${request.params.id} returning *`;
    const card = product && (await toCard(sql, product));
    await sql.end();
    return card ?? reply.code(404).send({ error: 'not found' });
  });
}
