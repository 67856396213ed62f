import { isWhole } from './input.ts';

/** What we ask a carrier. */
export interface Question {
  country: string;
  postcode: string;
  grams: number;
}

/** What a carrier answers, in our words. */
export interface Offer {
  service: string;
  cents: number;
  days: { min: number; max: number };
}

const mostCents = 10_000_000;

/** @throws Error when the offer makes no sense */
export function offerOf(service: unknown, cents: unknown, min: unknown, max: unknown): Offer {
  if (typeof service !== 'string' || service === '') throw new Error('an offer without a name');
  if (!isWhole(cents, mostCents)) throw new Error('an offer without a price');
  if (!isWhole(min, 365) || !isWhole(max, 365) || min > max) throw new Error('an offer without a time');
  return { service, cents, days: { min, max } };
}

/** @throws Error when it is no list */
export function listOf<T>(value: unknown): Partial<T>[] {
  if (!Array.isArray(value)) throw new Error('no list of offers');
  return value.map((entry: Partial<T> | null) => entry ?? {});
}
