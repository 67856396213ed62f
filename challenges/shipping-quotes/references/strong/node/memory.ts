import { sql } from './db.ts';

/** What changes by night only, with the service stopped: read once, at the start. */
export const gramsOf = new Map<number, number>();
/** How much each carrier takes, in grams, by country. */
export const contracts = new Map<string, Map<string, number>>();

export async function readMemory(): Promise<void> {
  const products = await sql<{ id: number; grams: number }[]>`select id, grams from products`;
  for (const { id, grams } of products) gramsOf.set(id, grams);
  const rows = await sql<{ carrier: string; country: string; max_grams: number }[]>`select * from contracts`;
  for (const { carrier, country, max_grams } of rows) {
    const byCarrier = contracts.get(country) ?? new Map<string, number>();
    contracts.set(country, byCarrier.set(carrier, max_grams));
  }
}
