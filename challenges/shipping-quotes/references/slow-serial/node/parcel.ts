import { sql } from './db.ts';
import type { Item } from './input.ts';
import { Problem } from './problem.ts';

/** What the things in the basket weigh together. @throws Problem 400 when one of them does not exist */
export async function weigh(items: Item[]): Promise<number> {
  const ids = items.map((item) => item.productId);
  const products = await sql<{ id: number; grams: number }[]>`
    select id, grams from products where id = any(${ids}::integer[])`;
  const gramsOf = new Map(products.map((product) => [product.id, product.grams]));
  return items.reduce((sum, { productId, quantity }) => {
    const grams = gramsOf.get(productId);
    if (grams === undefined) throw new Problem(400, `product ${productId} does not exist`);
    return sum + grams * quantity;
  }, 0);
}

/** @returns how much each carrier takes to the country, in grams; one without a contract is not there */
export async function contractsFor(country: string): Promise<Map<string, number>> {
  const rows = await sql<{ carrier: string; max_grams: number }[]>`
    select carrier, max_grams from contracts where country = ${country}`;
  return new Map(rows.map((row) => [row.carrier, row.max_grams]));
}
