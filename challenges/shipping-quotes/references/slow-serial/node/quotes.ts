import type { FastifyInstance } from 'fastify';
import { getAddress } from './addresses.ts';
import { carriers } from './carriers.ts';
import { basketFrom, customerFrom } from './input.ts';
import type { Question } from './offer.ts';
import { contractsFor, weigh } from './parcel.ts';

export async function quoteRoutes(app: FastifyInstance) {
  app.post('/quotes', async (request) => {
    const customerId = customerFrom(request.headers);
    const { addressId, items } = basketFrom(request.body);
    const [to, grams] = await Promise.all([getAddress(customerId, addressId), weigh(items)]);
    const contracts = await contractsFor(to.country);
    const answers = await askAll({ country: to.country, postcode: to.postcode, grams }, contracts);
    return {
      customerId,
      to,
      grams,
      complete: answers.every(({ state }) => state !== 'unavailable'),
      quotes: answers.flatMap(({ quotes }) => quotes).toSorted(cheapest),
      carriers: Object.fromEntries(answers.map(({ name, state }) => [name, state])),
    };
  });
}

/** Everybody must be through by then: an answer must be out after 600 ms. */
const allMs = 580;
/** What is left for each who comes after. */
const eachMs = 190;

/** One after the other. */
async function askAll(question: Question, contracts: Map<string, number>) {
  const end = Date.now() + allMs;
  const answers: { name: string; state: string; quotes: Ranked[] }[] = [];
  for (const [at, carrier] of carriers.entries()) {
    const { name } = carrier;
    const served = question.grams <= (contracts.get(name) ?? 0);
    const deadlineMs = end - Date.now() - eachMs * (carriers.length - 1 - at);
    const offers = served ? await carrier.offers(question, Math.max(1, deadlineMs)) : [];
    const state = served ? (offers ? 'ok' : 'unavailable') : 'none';
    answers.push({ name, state, quotes: (offers ?? []).map((offer) => ({ carrier: name, ...offer })) });
  }
  return answers;
}

interface Ranked {
  cents: number;
  carrier: string;
  service: string;
}

function cheapest(a: Ranked, b: Ranked): number {
  return a.cents - b.cents || compare(a.carrier, b.carrier) || compare(a.service, b.service);
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);
