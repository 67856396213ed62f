import type { FastifyInstance } from 'fastify';
import { sql } from './db.ts';

export interface Address {
  id: number;
  customer_id: number;
  name: string;
  street: string;
  postcode: string;
  city: string;
  country: string;
}

export async function addressRoutes(app: FastifyInstance) {
  app.get('/addresses', async (request) => {
    const items = await sql.unsafe<Address[]>(
      `select * from addresses where customer_id = ${request.headers['x-customer']} order by id`,
    );
    return { items: items.map(toAddress) };
  });
}

export async function findAddress(id: number): Promise<Address | undefined> {
  const [address] = await sql.unsafe<Address[]>(`select * from addresses where id = ${id}`);
  return address;
}

export function toAddress({ id, name, street, postcode, city, country }: Address) {
  return { id, name, street, postcode, city, country };
}
