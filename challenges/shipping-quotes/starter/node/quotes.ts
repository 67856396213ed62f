import type { FastifyInstance } from 'fastify';
import { findAddress, toAddress } from './addresses.ts';
import { carriers } from './carriers.ts';
import { sql } from './db.ts';
import { weigh } from './parcel.ts';
import type { Item } from './parcel.ts';

export async function quoteRoutes(app: FastifyInstance) {
  app.post<{ Body: { addressId: number; items: Item[] } }>('/quotes', async (request, reply) => {
    const { addressId, items } = request.body;
    const address = await findAddress(addressId);
    if (!address) return reply.code(404).send({ title: 'not found', status: 404 });
    const grams = await weigh(items);

    const quotes = [];
    const states: Record<string, string> = {};
    for (const { name, ask } of carriers) {
      const [contract] = await sql<{ max_grams: number }[]>`
        select * from contracts where carrier = ${name} and country = ${address.country}`;
      states[name] = contract && grams <= contract.max_grams ? 'ok' : 'none';
      if (states[name] === 'none') continue;
      const offers = await ask({ country: address.country, postcode: address.postcode, grams });
      for (const offer of offers) quotes.push({ carrier: name, ...offer });
    }
    quotes.sort((a, b) => a.cents - b.cents);
    return { customerId: address.customer_id, to: toAddress(address), grams, complete: true, quotes, carriers: states };
  });
}
