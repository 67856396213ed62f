import type { FastifyInstance } from 'fastify';
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

export async function addressRoutes(app: FastifyInstance) {
  app.get('/addresses', async (request) => ({
    items: await sql<Address[]>`
      select id, name, street, postcode, city, country from addresses
      where customer_id = ${customerFrom(request.headers)} order by id`,
  }));
}

/** @throws Problem 404 when the customer has no such address */
export async function getAddress(customerId: number, id: number): Promise<Address> {
  const [address] = await sql<Address[]>`
    select id, name, street, postcode, city, country from addresses
    where id = ${id} and customer_id = ${customerId}`;
  if (!address) throw notFound();
  return address;
}
