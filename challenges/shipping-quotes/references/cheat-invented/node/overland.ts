import { Limited, call } from './call.ts';
import { listOf, offerOf } from './offer.ts';
import type { Offer, Question } from './offer.ts';

interface OverlandPrice {
  id: string;
  cents: number;
  window: string;
}

const mostPages = 10;

/**
 * The first page says how many there are; the others are asked for at once.
 * @param leftAlone whether it has said "slow down" to somebody meanwhile
 */
export async function askOverland(
  question: Question,
  signal: AbortSignal,
  leftAlone: () => boolean,
): Promise<Offer[]> {
  const first = await askPage(question, 1, signal);
  if (leftAlone()) throw new Limited(0);
  const others = Array.from({ length: first.pages - 1 }, (_, index) => askPage(question, index + 2, signal));
  return [first, ...(await Promise.all(others))].flatMap((page) => page.offers);
}

async function askPage({ country, postcode, grams }: Question, page: number, signal: AbortSignal) {
  const query = new URLSearchParams({
    dest: `${country}-${postcode}`,
    grams: String(grams),
    page: String(page),
    token: process.env['OVERLAND_TOKEN'] ?? '',
  });
  const answer = (await call(`${process.env['OVERLAND_URL']}/prices?${query.toString()}`, {
    method: 'GET',
    signal,
  })) as { prices?: unknown; pages?: unknown } | null;
  const pages = Number(answer?.pages);
  if (!Number.isInteger(pages) || pages < 1 || pages > mostPages) throw new Error('no number of pages');
  return { pages, offers: listOf<OverlandPrice>(answer?.prices).map(toOffer) };
}

function toOffer({ id, cents, window }: Partial<OverlandPrice>): Offer {
  const [, min, max] = /^(\d+)-(\d+)$/.exec(String(window)) ?? [];
  return offerOf(id, cents, Number(min), Number(max));
}
