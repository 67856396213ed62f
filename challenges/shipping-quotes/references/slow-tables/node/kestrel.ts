import { call } from './call.ts';
import { listOf, offerOf } from './offer.ts';
import type { Offer, Question } from './offer.ts';

interface Rate {
  product: string;
  total: { minorUnits?: number; currency?: string };
  transitDays: number;
  bookable: boolean;
}

export async function askKestrel(question: Question, signal: AbortSignal): Promise<Offer[]> {
  const { country, postcode, grams } = question;
  const answer = (await call(`${process.env['KESTREL_URL']}/v2/rates`, {
    method: 'POST',
    headers: { 'x-api-key': process.env['KESTREL_KEY'] ?? '' },
    body: { to: { countryCode: country, zip: postcode }, parcel: { weightGrams: grams } },
    signal,
  })) as { rates?: unknown } | null;
  return listOf<Rate>(answer?.rates)
    .filter((rate) => rate.bookable !== false && (rate.total?.currency ?? 'EUR') === 'EUR')
    .map((rate) => offerOf(rate.product, rate.total?.minorUnits, rate.transitDays, rate.transitDays));
}
