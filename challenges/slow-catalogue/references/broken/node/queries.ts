import { sql } from './db.ts';

export function cards(ids: number[]) {
  if (ids.length === 0) return [];
  return sql`
    select p.id, p.name, p.brand, c.slug as category, p.price, p.views,
      (select json_build_object('average', round(avg(stars), 1), 'count', count(*))
       from reviews where product_id = p.id) as rating
    from unnest(${ids}::integer[]) with ordinality as wanted (id, place)
    join products p on p.id = wanted.id
    join categories c on c.id = p.category_id
    order by wanted.place`;
}

export async function list(query: Record<string, string | undefined>) {
  const category = Number(query['category'] ?? 1);
  const after = Number(query['after'] ?? 2 ** 31 - 1);
  const limit = Math.min(Number(query['limit'] ?? 24), 100);
  const rows = query['sort']
    ? await sql<{ id: number }[]>`
        select id from products where category_id = ${category}
        ${query['after'] ? sql`and (price, id) > (select price, id from products where id = ${after})` : sql``}
        order by price, id limit ${limit}`
    : await sql<{ id: number }[]>`
        select id from products where category_id = ${category} and id < ${after} order by id desc limit ${limit}`;
  const [total] = await sql`select count(*)::integer as count from products where category_id = ${category}`;
  return { items: await cards(rows.map((row) => row.id)), total: total?.['count'] };
}

export async function page(id: number) {
  const [product] = await sql`
    select p.*, json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) as category
    from products p join categories c on c.id = p.category_id where p.id = ${id}`;
  if (!product) return undefined;
  const [rating] = await sql`
    select round(avg(stars), 1)::float8 as average, count(*)::integer as count from reviews where product_id = ${id}`;
  const related = await sql`
    select id, name, price from products
    where category_id = ${product['category_id']} and brand = ${product['brand']} and id <> ${id}
    order by id desc limit 6`;
  return { ...product, rating, reviews: await reviews(id, 5), related };
}

export function reviews(id: number, limit: number) {
  return sql`
    select id, author, stars, text, created_at as "createdAt" from reviews
    where product_id = ${id} order by id desc limit ${limit}`;
}

export async function search(q: string) {
  const rows = await sql<{ id: number }[]>`
    select id from products where name ilike ${`%${q}%`} order by id desc limit 20`;
  return { items: await cards(rows.map((row) => row.id)) };
}

export async function top(id: number) {
  const [category] = await sql`select id, slug, name from categories where id = ${id}`;
  const rows = await sql<{ id: number }[]>`
    select id from products where category_id = ${id} order by views desc, id limit 10`;
  return category && { category, items: await cards(rows.map((row) => row.id)) };
}

export async function order(id: number) {
  const [found] = await sql`select id, customer_id as "customerId", created_at as "createdAt" from orders where id = ${id}`;
  return found && { ...found, ...(await bill(id)) };
}

export async function orders(customer: number) {
  const found = await sql`
    select id, created_at as "createdAt" from orders where customer_id = ${customer} order by id desc limit 20`;
  const items = await Promise.all(
    found.map(async (row) => {
      const { total, pieces } = await bill(row['id']);
      return { ...row, total, pieces };
    }),
  );
  return { items };
}

async function bill(orderId: number) {
  const items = await sql`
    select i.product_id as "productId", p.name, i.quantity, i.unit_price as "unitPrice",
      i.unit_price * i.quantity as "lineTotal"
    from order_items i join products p on p.id = i.product_id where i.order_id = ${orderId} order by i.id`;
  let subtotal = 0;
  let pieces = 0;
  for (const item of items) {
    subtotal += item['lineTotal'];
    pieces += item['quantity'];
  }
  const discount = pieces >= 10 ? subtotal * 0.05 : 0;
  return { items, pieces, subtotal, discount, total: subtotal - discount };
}
