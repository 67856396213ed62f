import { call } from './call.ts';
import type { Offer, Question } from './carriers.ts';

interface PostlineOffer {
  code: string;
  price: string;
  currency: string;
  eta: { from: number; to: number };
}

export async function askPostline({ country, postcode, grams }: Question): Promise<Offer[]> {
  const { session } = await call(`${process.env['POSTLINE_URL']}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: process.env['POSTLINE_CLIENT'], secret: process.env['POSTLINE_SECRET'] }),
  });
  const kg = (grams / 1000).toFixed(3);
  const { offers } = await call(
    `${process.env['POSTLINE_URL']}/offers?country=${country}&postcode=${postcode}&kg=${kg}`,
    { headers: { authorization: `Bearer ${session}` } },
  );
  return offers
    .filter((offer: PostlineOffer) => offer.currency === 'EUR')
    .map((offer: PostlineOffer) => ({
      service: offer.code,
      cents: Math.round(parseFloat(offer.price) * 100),
      days: { min: offer.eta.from, max: offer.eta.to },
    }));
}
