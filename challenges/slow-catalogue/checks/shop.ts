// What several checks do with the shop.
import { expect, get, post } from 'proofload/checks';
import type { Answer, Random } from 'proofload/checks';
import * as catalogue from './catalogue.ts';

export interface Item {
  id: number;
  name: string;
  brand: string;
  category: string;
  price: number;
  rating: { average: number | null; count: number };
}

/** A product that no check changes. */
export function calmProduct(random: Random): number {
  for (;;) {
    const id = random.integer(1, catalogue.productCount);
    if (catalogue.categoryOf(id) !== catalogue.outlet) return id;
  }
}

/** Products of the outlet, which checks may change, with plenty in stock. Each label's are its own. */
export function outletProducts(random: Random, count: number): number[] {
  const ids = catalogue.idsIn(catalogue.outlet).filter((id) => catalogue.stockOf(id) >= 1000);
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.pick(ids));
  return [...chosen];
}

/** An outlet product of which only `low` to `high` pieces were ever there. */
export function scarceProduct(random: Random, low: number, high: number): number {
  const ids = catalogue.idsIn(catalogue.outlet);
  return random.pick(ids.filter((id) => catalogue.stockOf(id) >= low && catalogue.stockOf(id) <= high));
}

export async function product(id: number): Promise<Record<string, number>> {
  const answer = await get(`/products/${id}`);
  expect(answer.status, `GET /products/${id}`).toBe(200);
  return answer.json;
}

export function placeOrder(items: readonly catalogue.Line[], customerId = 17): Promise<Answer> {
  return post('/orders', { customerId, items });
}

/** Expects an item of a list to say what the catalogue says. */
export function expectItem(item: Item, id: number): void {
  expect(item).toMatchObject({
    id,
    name: catalogue.nameOf(id),
    brand: catalogue.brandOf(id),
    category: catalogue.category(catalogue.categoryOf(id)).slug,
    rating: { count: catalogue.reviewCountOf(id) },
  });
  expect(catalogue.isAverage(id, item.rating.average), `rating.average ${item.rating.average} of ${id}`).toBe(
    true,
  );
  if (catalogue.categoryOf(id) !== catalogue.outlet) expect(item.price).toBe(catalogue.priceOf(id));
}

export const idsOf = (answer: Answer): number[] => answer.json.items.map((item: { id: number }) => item.id);

/** Waits until every page shows what happened before: pages may be a second old. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 1100));

/** Waits until `holds` answers true. */
export async function within(ms: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
