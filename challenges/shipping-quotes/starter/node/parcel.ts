import { sql } from './db.ts';

export interface Item {
  productId: number;
  quantity: number;
}

/** What the things in the basket weigh together. */
export async function weigh(items: Item[]): Promise<number> {
  let grams = 0;
  for (const item of items) {
    const [product] = await sql.unsafe<{ grams: number }[]>(`select * from products where id = ${item.productId}`);
    grams += product!.grams * item.quantity;
  }
  return grams;
}
