import { call } from './call.ts';
import type { Offer, Question } from './carriers.ts';

interface OverlandPrice {
  id: string;
  cents: number;
  window: string;
}

export async function askOverland({ country, postcode, grams }: Question): Promise<Offer[]> {
  const offers: Offer[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const answer = await call(
      `${process.env['OVERLAND_URL']}/prices?dest=${country}-${postcode}&grams=${grams}&page=${page}&token=${process.env['OVERLAND_TOKEN']}`,
    );
    pages = answer.pages;
    for (const price of answer.prices as OverlandPrice[]) {
      const [min, max] = price.window.split('-').map(Number);
      offers.push({ service: price.id, cents: price.cents, days: { min: min!, max: max! } });
    }
  }
  return offers;
}
