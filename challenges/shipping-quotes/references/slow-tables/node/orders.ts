import type { FastifyInstance } from 'fastify';
import type { JSONValue } from 'postgres';
import { getAddress } from './addresses.ts';
import { carriers } from './carriers.ts';
import { sql } from './db.ts';
import { basketFrom, choiceFrom, customerFrom, idFrom } from './input.ts';
import type { Item } from './input.ts';
import type { Question } from './offer.ts';
import { contractsFor, weigh } from './parcel.ts';
import { Problem, notFound } from './problem.ts';

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
  app.post('/orders', async (request, reply) => {
    const customerId = customerFrom(request.headers);
    const { addressId, items } = basketFrom(request.body);
    const { carrier, service, cents } = choiceFrom(request.body);
    const [to, grams] = await Promise.all([getAddress(customerId, addressId), weigh(items)]);
    const asked = await priceOf(carrier, service, { country: to.country, postcode: to.postcode, grams });
    if (asked !== cents) throw new Problem(409, 'the price is another', { cents: asked });
    const [order] = await sql<OrderRow[]>`
      insert into orders (customer_id, address_id, carrier, service, cents, items)
      values (${customerId}, ${addressId}, ${carrier}, ${service}, ${cents}, ${sql.json(items as unknown as JSONValue)})
      returning *`;
    return reply.code(201).send(toOrder(order!));
  });

  app.get<{ Params: { id: string } }>('/orders/:id', async (request) => {
    const customerId = customerFrom(request.headers);
    const [order] = await sql<OrderRow[]>`
      select * from orders where id = ${idFrom(request.params.id)} and customer_id = ${customerId}`;
    if (!order) throw notFound();
    return toOrder(order);
  });
}

async function priceOf(name: string, service: string, question: Question): Promise<number> {
  const carrier = carriers.find((one) => one.name === name);
  const most = (await contractsFor(question.country)).get(name) ?? 0;
  if (!carrier || question.grams > most) throw new Problem(400, 'that carrier does not deliver this');
  const offers = await carrier.offers(question);
  if (!offers) throw new Problem(503, 'the carrier does not answer, try again');
  const offer = offers.find((one) => one.service === service);
  if (!offer) throw new Problem(400, 'that carrier does not offer this service');
  return offer.cents;
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
