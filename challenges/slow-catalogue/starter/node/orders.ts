import type { FastifyInstance } from 'fastify';
import { connect } from './db.ts';
import type { ProductRow, Sql } from './db.ts';

interface OrderRow {
  id: number;
  customer_id: number;
  created_at: Date;
}

interface ItemRow {
  id: number;
  order_id: number;
  product_id: number;
  quantity: number;
  unit_price: number;
}

interface NewOrder {
  customerId: number;
  items: { productId: number; quantity: number }[];
}

async function toOrder(sql: Sql, order: OrderRow) {
  const rows = await sql<ItemRow[]>`select * from order_items where order_id = ${order.id} order by id`;
  const items = [];
  let subtotal = 0;
  let pieces = 0;
  for (const row of rows) {
    const [product] = await sql<ProductRow[]>`select * from products where id = ${row.product_id}`;
    const lineTotal = row.unit_price * row.quantity;
    subtotal += lineTotal;
    pieces += row.quantity;
    items.push({
      productId: row.product_id,
      name: product?.name,
      quantity: row.quantity,
      unitPrice: row.unit_price,
      lineTotal,
    });
  }
  const discount = pieces >= 10 ? subtotal * 0.05 : 0;
  return {
    id: order.id,
    customerId: order.customer_id,
    createdAt: order.created_at,
    items,
    subtotal,
    discount,
    total: subtotal - discount,
  };
}

export async function orderRoutes(app: FastifyInstance) {
  app.post<{ Body: NewOrder }>('/orders', async (request, reply) => {
    const sql = connect();
    const { customerId, items } = request.body;
    const [order] = await sql<OrderRow[]>`insert into orders (customer_id) values (${customerId}) returning *`;
    for (const { productId, quantity } of items) {
      const [product] = await sql<ProductRow[]>`select * from products where id = ${productId}`;
      if (!product) {
        await sql.end();
        return reply.code(400).send({ error: 'unknown product' });
      }
      if (product.stock < quantity) {
        await sql.end();
        return reply.code(409).send({ error: 'out of stock', productId });
      }
      await sql`update products set stock = ${product.stock - quantity} where id = ${productId}`;
      await sql`
        insert into order_items (order_id, product_id, quantity, unit_price)
        values (${order!.id}, ${productId}, ${quantity}, ${product.price})`;
    }
    const answer = await toOrder(sql, order!);
    await sql.end();
    return reply.code(201).send(answer);
  });

  app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
    const sql = connect();
    const [order] = await sql<OrderRow[]>`select * from orders where id = ${request.params.id}`;
    const answer = order && (await toOrder(sql, order));
    await sql.end();
    return answer ?? reply.code(404).send({ error: 'not found' });
  });

  app.get<{ Querystring: { customer: string } }>('/orders', async (request) => {
    const sql = connect();
    const orders = await sql<OrderRow[]>`
      select * from orders where customer_id = ${request.query.customer} order by id desc`;
    const items = [];
    for (const order of orders) {
      const { id, createdAt, total, items: lines } = await toOrder(sql, order);
      items.push({ id, createdAt, total, pieces: lines.reduce((sum, line) => sum + line.quantity, 0) });
    }
    await sql.end();
    return { items };
  });
}
