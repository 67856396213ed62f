import type { Item } from './input.ts';
import { contracts, gramsOf } from './memory.ts';
import { Problem } from './problem.ts';

/** What the things in the basket weigh together. @throws Problem 400 when one of them does not exist */
export function weigh(items: Item[]): number {
  return items.reduce((sum, { productId, quantity }) => {
    const grams = gramsOf.get(productId);
    if (grams === undefined) throw new Problem(400, `product ${productId} does not exist`);
    return sum + grams * quantity;
  }, 0);
}

/** @returns how much each carrier takes to the country, in grams; one without a contract is not there */
export function contractsFor(country: string): ReadonlyMap<string, number> {
  return contracts.get(country) ?? new Map<string, number>();
}
