import type { FastifyInstance } from 'fastify';
import type { TransactionSql } from 'postgres';
import { sql } from './db.ts';
import { idFrom, limitFrom, optionalId } from './input.ts';
import { costOf, toCents, toEuros } from './money.ts';
import { Problem, notFound } from './problem.ts';

interface Line {
  productId: number;
  quantity: number;
}

interface ItemRow {
  order_id: number;
  product_id: number;
  name: string;
  quantity: number;
  unit_price: number;
}

interface OrderRow {
  id: number;
  customer_id: number;
  created_at: Date;
}

export async function orderRoutes(app: FastifyInstance) {
  app.post('/orders', async (request, reply) => {
    const { customerId, lines } = orderFrom(request.body);
    const id = await sql.begin((transaction) => place(transaction, customerId, lines));
    return reply.code(201).send(await getOrder(id));
  });

  app.get<{ Params: { id: string } }>('/orders/:id', async (request) => getOrder(idFrom(request.params.id)));

  app.get<{ Querystring: { customer?: string; limit?: string; before?: string } }>('/orders', async (request) => {
    const customer = idFrom(request.query.customer, 'customer');
    const before = optionalId(request.query.before, 'before');
    const orders = await sql<OrderRow[]>`
      select id, created_at from orders
      where customer_id = ${customer} ${before === undefined ? sql`` : sql`and id < ${before}`}
      order by id desc limit ${limitFrom(request.query.limit, 20, 100)}`;
    const items = await sql<ItemRow[]>`
      select order_id, quantity, unit_price from order_items
      where order_id in ${sql([0, ...orders.map((order) => order.id)])}`;
    const byOrder = Map.groupBy(items, (item) => item.order_id);
    return { items: orders.map((order) => summary(order, byOrder.get(order.id) ?? [])) };
  });
}

/** Takes the stock and writes the order, or does neither. Rows are locked in the order of their ids: no deadlock. */
async function place(transaction: TransactionSql, customerId: number, lines: Line[]): Promise<number> {
  const ids = lines.map((line) => line.productId);
  const products = await transaction<{ id: number; stock: number; price: number }[]>`
    select id, stock, price from products where id in ${transaction(ids)} order by id for update`;
  const byId = new Map(products.map((product) => [product.id, product]));
  const rows = lines.map(({ productId, quantity }) => {
    const product = byId.get(productId);
    if (!product) throw new Problem(400, `product ${productId} does not exist`);
    if (product.stock < quantity) throw new Problem(409, 'out of stock', { productId });
    return { product_id: productId, quantity, unit_price: product.price };
  });
  await transaction`
    update products set stock = stock - taken.quantity
    from unnest(${ids}::integer[], ${lines.map((line) => line.quantity)}::integer[]) as taken (id, quantity)
    where products.id = taken.id`;
  const [order] = await transaction<{ id: number }[]>`
    insert into orders (customer_id) values (${customerId}) returning id`;
  await transaction`insert into order_items ${transaction(rows.map((row) => ({ ...row, order_id: order!.id })))}`;
  return order!.id;
}

async function getOrder(id: number) {
  const [[order], items] = await Promise.all([
    sql<OrderRow[]>`select id, customer_id, created_at from orders where id = ${id}`,
    sql<ItemRow[]>`
      select i.product_id, p.name, i.quantity, i.unit_price
      from order_items i join products p on p.id = i.product_id
      where i.order_id = ${id} order by i.id`,
  ]);
  if (!order) throw notFound();
  const { subtotal, discount, total } = costOf(items.map(toLine));
  return {
    id: order.id,
    customerId: order.customer_id,
    createdAt: order.created_at,
    items: items.map((item) => ({
      productId: item.product_id,
      name: item.name,
      quantity: item.quantity,
      unitPrice: toEuros(toCents(item.unit_price)),
      lineTotal: toEuros(toCents(item.unit_price) * item.quantity),
    })),
    subtotal: toEuros(subtotal),
    discount: toEuros(discount),
    total: toEuros(total),
  };
}

function summary(order: OrderRow, items: ItemRow[]) {
  const { pieces, total } = costOf(items.map(toLine));
  return { id: order.id, createdAt: order.created_at, total: toEuros(total), pieces };
}

const toLine = (item: ItemRow) => ({ quantity: item.quantity, cents: toCents(item.unit_price) });

function orderFrom(body: unknown): { customerId: number; lines: Line[] } {
  const { customerId, items } = (body ?? {}) as { customerId?: unknown; items?: unknown };
  if (!isWhole(customerId, 2 ** 31 - 1)) throw new Problem(400, 'customerId must be a positive whole number');
  if (!Array.isArray(items) || items.length < 1 || items.length > 20) {
    throw new Problem(400, 'items must hold 1 to 20 products');
  }
  const lines = items.map((item: Line | null) => {
    if (!isWhole(item?.productId, 2 ** 31 - 1)) throw new Problem(400, 'productId must be a positive whole number');
    if (!isWhole(item?.quantity, 99)) throw new Problem(400, 'quantity must be a whole number from 1 to 99');
    return { productId: item.productId, quantity: item.quantity };
  });
  if (new Set(lines.map((line) => line.productId)).size < lines.length) {
    throw new Problem(400, 'a product may stand in an order once');
  }
  return { customerId, lines };
}

function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}
