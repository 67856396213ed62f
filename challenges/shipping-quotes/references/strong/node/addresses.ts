import type { FastifyInstance } from 'fastify';
import { Cache } from './cache.ts';
import { sql } from './db.ts';
import { customerFrom } from './input.ts';
import { notFound } from './problem.ts';

export interface Address {
  id: number;
  name: string;
  street: string;
  postcode: string;
  city: string;
  country: string;
}

/** By customer. Addresses change by night only, with the service stopped. */
const known = new Cache<Address[]>(Infinity, 20_000);

export async function addressRoutes(app: FastifyInstance) {
  app.get('/addresses', async (request) => ({ items: await addressesOf(customerFrom(request.headers)) }));
}

/** @throws Problem 404 when the customer has no such address */
export async function getAddress(customerId: number, id: number): Promise<Address> {
  const address = (await addressesOf(customerId)).find((one) => one.id === id);
  if (!address) throw notFound();
  return address;
}

async function addressesOf(customerId: number): Promise<Address[]> {
  const remembered = known.get(String(customerId));
  if (remembered) return remembered.value;
  const addresses = await sql<Address[]>`
    select id, name, street, postcode, city, country from addresses
    where customer_id = ${customerId} order by id`;
  known.set(String(customerId), addresses, Date.now());
  return addresses;
}
