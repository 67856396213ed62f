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

function askAll(question: Question, contracts: Map<string, number>) {
  return Promise.all(
    carriers.map(async (carrier) => {
      const { name } = carrier;
      if (question.grams > (contracts.get(name) ?? 0)) return { name, state: 'none', quotes: [] };
      const offers = await carrier.offers(question);
      if (!offers) return { name, state: 'unavailable', quotes: [] };
      return { name, state: 'ok', quotes: offers.map((offer) => ({ carrier: name, ...offer })) };
    }),
  );
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
