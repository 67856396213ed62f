import { sql } from './db.ts';
import type { Item } from './input.ts';
import { Problem } from './problem.ts';

/** What the things in the basket weigh together, out of all there are. @throws Problem 400 when one of them does not exist */
export async function weigh(items: Item[]): Promise<number> {
  const products = await sql<{ id: number; grams: number }[]>`select * from products`;
  const gramsOf = new Map(products.map((product) => [product.id, product.grams]));
  return items.reduce((sum, { productId, quantity }) => {
    const grams = gramsOf.get(productId);
    if (grams === undefined) throw new Problem(400, `product ${productId} does not exist`);
    return sum + grams * quantity;
  }, 0);
}

/** @returns how much each carrier takes to the country, in grams; one without a contract is not there */
export async function contractsFor(country: string): Promise<Map<string, number>> {
  const rows = await sql<{ carrier: string; country: string; max_grams: number }[]>`select * from contracts`;
  return new Map(rows.filter((row) => row.country === country).map((row) => [row.carrier, row.max_grams]));
}
