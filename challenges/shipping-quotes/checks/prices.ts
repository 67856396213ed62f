// The truth about the carriers' prices: the same formulas as in stubs/. Every price has a part that changes every second, so a price tells when it was given.

export const carriers = ['kestrel', 'postline', 'overland'] as const;
export type Carrier = (typeof carriers)[number];

export interface Question {
  country: string;
  postcode: string;
  grams: number;
}

export interface Quote {
  carrier: string;
  service: string;
  cents: number;
  days: { min: number; max: number };
}

/** How old a price may be when it is shown, in milliseconds. */
export const maxAgeMs = 5000;
/** How long a price may be on its way to us before that is called old. */
const graceMs = 800;
const windowMs = 1000;

const zones: Record<string, number> = { DE: 0, AT: 1, NL: 1, FR: 2, PL: 2, IT: 3, ES: 3, SE: 4 };
const countries: Record<Carrier, string[]> = {
  kestrel: ['DE', 'AT', 'NL', 'FR', 'PL', 'IT', 'ES', 'SE'],
  postline: ['DE', 'AT', 'NL', 'FR', 'PL', 'IT', 'ES'],
  overland: ['DE', 'AT', 'NL', 'FR', 'PL'],
};
const maxGrams: Record<Carrier, number> = { kestrel: 30_000, postline: 20_000, overland: 70_000 };
const step: Record<Carrier, number> = { kestrel: 37, postline: 53, overland: 71 };

/** Whether we have a contract with the carrier for this parcel. */
export const serves = (carrier: Carrier, { country, grams }: Question): boolean =>
  countries[carrier].includes(country) && grams <= maxGrams[carrier];

const windowAt = (ms: number): number => Math.floor(ms / windowMs);

/** Everything the carrier offers for the parcel, without the part that changes. */
function basis(carrier: Carrier, { country, postcode, grams }: Question): Quote[] {
  const zone = zones[country] as number;
  const quote = (service: string, cents: number, min: number, max: number): Quote => ({
    carrier,
    service,
    cents,
    days: { min, max },
  });
  if (carrier === 'kestrel') {
    const cents = 590 + 120 * zone + 45 * Math.ceil(grams / 500) + (Number(postcode) % 97);
    return [quote('KX-DAY', cents + 900, 1, 1), quote('KX-STD', cents, 2 + zone, 2 + zone)];
  }
  if (carrier === 'postline') {
    const cents = 420 + 90 * zone + 60 * Math.ceil(grams / 1000) + (Number(postcode) % 89);
    return [quote('PL-PARCEL', cents, 2, 4 + zone), quote('PL-SIGNED', cents + 250, 2, 4 + zone)];
  }
  const cents = 350 + 150 * zone + 25 * Math.ceil(grams / 1000) + (Number(postcode) % 83);
  return ['OV-SLOW', 'OV-ECO', 'OV-ROAD', 'OV-HEAVY', 'OV-GLOVE'].map((service, nth) =>
    quote(service, cents + 130 * nth, 6 - nth + zone, 9 - nth + zone),
  );
}

/** What the carrier says for the parcel at the time `ms`. */
export function offers(carrier: Carrier, question: Question, ms: number): Quote[] {
  const fuel = (windowAt(ms) * step[carrier]) % 101;
  return basis(carrier, question).map((quote) => ({ ...quote, cents: quote.cents + fuel }));
}

/** Whether `quotes` are all that the carrier offers for the parcel, at prices that an answer asked for at `from` and here at `to` may show. */
export function areTrue(
  carrier: Carrier,
  question: Question,
  quotes: readonly Quote[],
  from: number,
  to: number,
): boolean {
  const truth = basis(carrier, question);
  if (quotes.length !== truth.length) return false;
  return truth.every(({ service, days }) => {
    const quote = quotes.find((one) => one.service === service);
    return (
      quote !== undefined &&
      quote.days?.min === days.min &&
      quote.days.max === days.max &&
      isTrueCents(question, quote, from, to)
    );
  });
}

/** Whether that is what the carrier asks for the service; `from` and `to` are as above. */
export function isTrueCents(
  question: Question,
  { carrier, service, cents }: { carrier: string; service: string; cents: unknown },
  from: number,
  to: number,
): boolean {
  for (let at = windowAt(from - maxAgeMs - graceMs); at <= windowAt(to); at += 1) {
    const now = offers(carrier as Carrier, question, at * windowMs);
    if (now.some((offer) => offer.service === service && offer.cents === cents)) return true;
  }
  return false;
}

/** After so long no price of `since` may be shown, in milliseconds from now. */
export const untilOld = (since: number): number =>
  (windowAt(since) + 1) * windowMs + maxAgeMs + graceMs + 200 - Date.now();
