import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';
import type { Item } from './parcel.ts';

interface NewOrder {
  addressId: number;
  items: Item[];
  carrier: string;
  service: string;
  cents: number;
}

interface OrderRow {
  id: number;
  customer_id: number;
  address_id: number;
  carrier: string;
  service: string;
  cents: number;
  items: Item[];
  created_at: Date;
}

export async function orderRoutes(app: FastifyInstance) {
  app.post<{ Body: NewOrder }>('/orders', async (request, reply) => {
    const { addressId, items, carrier, service, cents } = request.body;
    const [order] = await sql<OrderRow[]>`
      insert into orders (customer_id, address_id, carrier, service, cents, items)
      values (${Number(request.headers['x-customer'])}, ${addressId}, ${carrier}, ${service}, ${cents}, ${sql.json(items as any)})
      returning *`;
    return reply.code(201).send(toOrder(order!));
  });

  app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
    const [order] = await sql.unsafe<OrderRow[]>(`select * from orders where id = ${request.params.id}`);
    return order ? toOrder(order) : reply.code(404).send({ title: 'not found', status: 404 });
  });
}

function toOrder(order: OrderRow) {
  return {
    id: order.id,
    customerId: order.customer_id,
    addressId: order.address_id,
    carrier: order.carrier,
    service: order.service,
    cents: order.cents,
    items: order.items,
    createdAt: order.created_at,
  };
}
