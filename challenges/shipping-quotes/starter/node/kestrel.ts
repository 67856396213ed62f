import { call } from './call.ts';
import type { Offer, Question } from './carriers.ts';

interface Rate {
  product: string;
  total: { minorUnits: number; currency: string };
  transitDays: number;
  bookable: boolean;
}

export async function askKestrel({ country, postcode, grams }: Question): Promise<Offer[]> {
  const { rates } = await call(`${process.env['KESTREL_URL']}/v2/rates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': process.env['KESTREL_KEY'] ?? '' },
    body: JSON.stringify({ to: { countryCode: country, zip: postcode }, parcel: { weightGrams: grams } }),
  });
  return rates
    .filter((rate: Rate) => rate.bookable)
    .map((rate: Rate) => ({
      service: rate.product,
      cents: rate.total.minorUnits,
      days: { min: rate.transitDays, max: rate.transitDays },
    }));
}
