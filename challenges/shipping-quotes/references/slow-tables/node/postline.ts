import { Refused, call } from './call.ts';
import { listOf, offerOf } from './offer.ts';
import type { Offer, Question } from './offer.ts';

interface PostlineOffer {
  code: string;
  price: string;
  currency: string;
  eta: { from?: number; to?: number };
}

/** The session, or the one that is being opened: whoever comes meanwhile waits for the same. */
let session: Promise<string> | undefined;

export async function askPostline(question: Question, signal: AbortSignal): Promise<Offer[]> {
  const used = currentSession();
  try {
    return await offersFor(question, await used, signal);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 401) throw error;
    if (session === used) session = undefined;
    return offersFor(question, await currentSession(), signal);
  }
}

function currentSession(): Promise<string> {
  if (session) return session;
  const opening = openSession();
  session = opening;
  opening.catch(() => {
    if (session === opening) session = undefined;
  });
  return opening;
}

async function openSession(): Promise<string> {
  const answer = (await call(`${process.env['POSTLINE_URL']}/sessions`, {
    method: 'POST',
    body: { client: process.env['POSTLINE_CLIENT'], secret: process.env['POSTLINE_SECRET'] },
    signal: AbortSignal.timeout(300),
  })) as { session?: unknown } | null;
  if (typeof answer?.session !== 'string') throw new Error('no session');
  return answer.session;
}

async function offersFor(
  { country, postcode, grams }: Question,
  token: string,
  signal: AbortSignal,
): Promise<Offer[]> {
  const query = new URLSearchParams({ country, postcode, kg: (grams / 1000).toFixed(3) });
  const answer = (await call(`${process.env['POSTLINE_URL']}/offers?${query.toString()}`, {
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
    signal,
  })) as { offers?: unknown } | null;
  return listOf<PostlineOffer>(answer?.offers)
    .filter((offer) => (offer.currency ?? 'EUR') === 'EUR')
    .map((offer) => offerOf(offer.code, centsOf(offer.price), offer.eta?.from, offer.eta?.to));
}

/** "12.9" and "12.90" are 1290; anything else but such text is no price. */
function centsOf(price: unknown): number | undefined {
  if (typeof price !== 'string' || !/^\d{1,6}(\.\d{1,2})?$/.test(price)) return undefined;
  const [euros = '', cents = ''] = price.split('.');
  return Number(euros) * 100 + Number(cents.padEnd(2, '0'));
}
