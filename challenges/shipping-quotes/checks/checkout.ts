// What several checks do with the checkout and its carriers.
import { expect, request } from 'proofload/checks';
import type { Answer, Random } from 'proofload/checks';
import { stub } from 'proofload/stub';
import { areTrue, carriers, serves } from './prices.ts';
import type { Carrier, Question, Quote } from './prices.ts';
import * as shop from './shop.ts';

/** What the brief allows, and what a busy machine may add to it. */
const budgetMs = 600;
const graceMs = 500;
/** Who takes longer has no answer. */
const timeoutMs = 2000;

/** Countries where all three carriers deliver. */
const everywhere = ['DE', 'AT', 'NL', 'FR', 'PL'];

export interface Parcel {
  customerId: number;
  addressId: number;
  items: shop.Item[];
  question: Question;
}

/** A parcel nobody has asked for before, light enough for every carrier. Each label's are its own. */
export function parcel(random: Random, countries: readonly string[] = everywhere): Parcel {
  for (;;) {
    const addressId = random.integer(1, shop.addressCount);
    if (!countries.includes(shop.address(addressId).country)) continue;
    const first = random.integer(1, shop.productCount);
    const items = [first, 1 + (first % shop.productCount)].map((productId) => ({
      productId,
      quantity: random.integer(1, 3),
    }));
    return parcelTo(addressId, items);
  }
}

export function parcelTo(addressId: number, items: shop.Item[]): Parcel {
  const { country, postcode } = shop.address(addressId);
  const question = { country, postcode, grams: shop.weigh(items) };
  return { customerId: shop.customerOf(addressId), addressId, items, question };
}

/** Of another customer, to the same postcode, with the same weight: the same question. */
export function twin({ addressId, items }: Parcel): Parcel {
  return parcelTo(((addressId - 1 + shop.sameDestinationEvery) % shop.addressCount) + 1, items);
}

export interface Asked {
  answer: Answer;
  /** When it was asked and answered, in milliseconds since 1970. */
  from: number;
  to: number;
}

export const as = (customerId: number | string) => ({ 'x-customer': String(customerId) });

export async function ask({ customerId, addressId, items }: Parcel): Promise<Asked> {
  const from = Date.now();
  const answer = await request('POST', '/quotes', {
    body: { addressId, items },
    headers: as(customerId),
    timeoutMs,
  });
  return { answer, from, to: Date.now() };
}

/** Asks while all carriers are well: again when one was missing, for a busy machine is no one's fault. */
export async function askWell(wanted: Parcel): Promise<Asked> {
  let asked = await ask(wanted);
  for (let again = 0; again < 3 && asked.answer.json?.complete === false; again += 1)
    asked = await ask(wanted);
  return asked;
}

export async function placeOrder(
  { customerId, addressId, items }: Parcel,
  choice: { carrier: string; service: string; cents: unknown },
  more: object = {},
): Promise<Asked> {
  const from = Date.now();
  const body = { addressId, items, ...choice, ...more };
  const answer = await request('POST', '/orders', { body, headers: as(customerId), timeoutMs });
  return { answer, from, to: Date.now() };
}

/** Places an order at the price the service names; prices may change between two requests. */
export async function orderAtPrice(wanted: Parcel, carrier: Carrier, service: string): Promise<Answer> {
  const { answer } = await askWell(wanted);
  const quotes = (answer.json?.quotes ?? []) as Quote[];
  const quote = quotes.find((one) => one.carrier === carrier && one.service === service);
  let { answer: placed } = await placeOrder(wanted, { carrier, service, cents: quote?.cents });
  for (let again = 0; again < 2 && placed.status === 409; again += 1) {
    ({ answer: placed } = await placeOrder(wanted, { carrier, service, cents: placed.json?.cents }));
  }
  return placed;
}

export const quotesOf = ({ answer }: Asked, carrier: Carrier): Quote[] =>
  ((answer.json?.quotes ?? []) as Quote[]).filter((quote) => quote.carrier === carrier);

/** Expects everything the carriers say about the parcel; of those in trouble, nothing. */
export function expectQuotes(asked: Asked, wanted: Parcel, missing: readonly Carrier[] = []): void {
  const { status, json } = asked.answer;
  expect(status, 'status of POST /quotes').toBe(200);
  const states = carriers.map((name) => [
    name,
    serves(name, wanted.question) ? (missing.includes(name) ? 'unavailable' : 'ok') : 'none',
  ]);
  expect(json).toMatchObject({
    customerId: wanted.customerId,
    to: shop.address(wanted.addressId),
    grams: wanted.question.grams,
    carriers: Object.fromEntries(states),
    complete: states.every(([, state]) => state !== 'unavailable'),
  });
  for (const [name, state] of states as [Carrier, string][]) expectOffers(asked, wanted, name, state);
}

function expectOffers(asked: Asked, { question }: Parcel, name: Carrier, state: string): void {
  const quotes = quotesOf(asked, name);
  if (state !== 'ok') expect(quotes, `quotes of ${name}, which is ${state}`).toEqual([]);
  else {
    const right = areTrue(name, question, quotes, asked.from, asked.to);
    expect(right, `${name} never said ${JSON.stringify(quotes)} for this parcel, or too long ago`).toBe(true);
  }
}

/** Asks for one parcel, and for another when the first answer is late: a busy machine is no one's fault. */
export async function expectInBudget(random: Random, missing: readonly Carrier[]): Promise<void> {
  let late = 0;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const wanted = parcel(random);
    const asked = await ask(wanted);
    expectQuotes(asked, wanted, missing);
    late = asked.to - asked.from;
    if (late <= budgetMs + graceMs) return;
  }
  expect(late, 'milliseconds until the answer').toBeLessThanOrEqual(budgetMs);
}

export const inBudget = ({ from, to }: Asked, graces = 1): boolean =>
  to - from <= budgetMs + graces * graceMs;

/** What was asked of a carrier since `forget`, sessions not counted. */
export async function questionsTo(name: Carrier): Promise<number> {
  return (await stub(name).calls()).filter(({ path }) => path !== '/sessions').length;
}

/** Forgets what carriers have seen, and makes them well. */
export async function forget(): Promise<void> {
  await Promise.all(carriers.map((name) => stub(name).reset()));
}

/** Whether a carrier was made to misbehave; at first, nothing is known of what another file's checks did. */
let troubled = true;

export async function trouble(
  names: readonly Carrier[],
  behaviour: Parameters<ReturnType<typeof stub>['behave']>[0],
): Promise<void> {
  troubled = true;
  await Promise.all(names.map((name) => stub(name).behave(behaviour)));
}

async function allUp(): Promise<boolean> {
  const { text } = await request('GET', '/carriers');
  return !text.includes('"down"');
}

/** Waits, for a while, until the service has found all carriers well after an earlier check's trouble. */
export async function settle(random: Random): Promise<void> {
  if (!troubled && (await allUp())) return;
  await Promise.all(carriers.map((name) => stub(name).well()));
  const until = Date.now() + 3500;
  while (Date.now() < until) {
    const { answer } = await ask(parcel(random)).catch(() => ({ answer: undefined }));
    if (answer?.json?.complete === true) {
      troubled = false;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Expects an error as the brief describes it. */
export function expectProblem(answer: Answer, status: number, what: string): void {
  expect(answer.status, what).toBe(status);
  expect(String(answer.headers['content-type']), what).toContain('application/problem+json');
  expect(answer.json, what).toMatchObject({ title: expect.any(String), status });
}
