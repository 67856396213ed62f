// What an ordinary evening at the checkout is: most quotes are for a few dozen parcels, asked for by many customers.
import { defineLoad } from 'proofload/load';
import type { LoadRequest, Random } from 'proofload/load';
import { areTrue, carriers, isTrueCents, offers, serves } from './checks/prices.ts';
import type { Question, Quote } from './checks/prices.ts';
import * as shop from './checks/shop.ts';

type Json = Record<string, unknown>;

interface Parcel {
  addressId: number;
  items: shop.Item[];
  question: Question;
}

/** Ten destinations, in five countries, and five baskets: what everybody orders. */
const destinations = Array.from({ length: 80 }, (_, nth) => nth + 8).filter((id) =>
  ['DE', 'AT', 'NL', 'FR', 'PL'].includes(shop.address(id).country),
);
const hotDestinations = destinations.slice(0, 10);
const hotBaskets: shop.Item[][] = [
  [{ productId: 101, quantity: 1 }],
  [{ productId: 202, quantity: 2 }],
  [{ productId: 303, quantity: 1 }],
  [
    { productId: 404, quantity: 1 },
    { productId: 505, quantity: 1 },
  ],
  [{ productId: 606, quantity: 3 }],
];

function parcelTo(addressId: number, items: shop.Item[]): Parcel {
  const { country, postcode } = shop.address(addressId);
  return { addressId, items, question: { country, postcode, grams: shop.weigh(items) } };
}

/** One of the customers of a destination that many share. */
function popular(random: Random): Parcel {
  const customers = Math.floor(shop.addressCount / shop.sameDestinationEvery);
  const offset = random.integer(0, customers - 1) * shop.sameDestinationEvery;
  return parcelTo(random.pick(hotDestinations) + offset, random.pick(hotBaskets));
}

function rare(random: Random): Parcel {
  const productIds = new Set([random.integer(1, shop.productCount), random.integer(1, shop.productCount)]);
  const items = [...productIds].map((productId) => ({ productId, quantity: random.integer(1, 3) }));
  return parcelTo(random.integer(1, shop.addressCount), items);
}

const as = (customerId: number) => ({ 'x-customer': String(customerId) });

function quotes({ addressId, items, question }: Parcel): LoadRequest {
  const madeAt = Date.now();
  return {
    method: 'POST',
    path: '/quotes',
    headers: as(shop.customerOf(addressId)),
    body: { addressId, items },
    check: (status, json) => status === 200 && areQuotes(json as Json, addressId, question, madeAt),
  };
}

/**
 * Every price must be right. A carrier may be missing, for its limit or for trouble of its own. A service that is too slow for all
 * that are asked, and says so, has told nothing that is untrue.
 */
function areQuotes(json: Json, addressId: number, question: Question, from: number): boolean | 'incomplete' {
  const to = json['to'] as Json | undefined;
  const states = json['carriers'] as Record<string, unknown> | undefined;
  const all = json['quotes'] as Quote[] | undefined;
  if (json['customerId'] !== shop.customerOf(addressId) || to?.['id'] !== addressId) return false;
  if (to['name'] !== shop.address(addressId).name || json['grams'] !== question.grams) return false;
  if (!states || !Array.isArray(all)) return false;
  const now = Date.now();
  const right = carriers.every((name) => {
    const given = all.filter((quote) => quote?.carrier === name);
    if (!serves(name, question)) return states[name] === 'none' && given.length === 0;
    if (states[name] === 'ok') return areTrue(name, question, given, from, now);
    return states[name] === 'unavailable' && given.length === 0;
  });
  if (!right) return false;
  return mostAnswered(question, states) || 'incomplete';
}

/** Overland has its limit; of the other two, one may be in trouble. */
function mostAnswered(question: Question, states: Record<string, unknown>): boolean {
  const asked = (['kestrel', 'postline'] as const).filter((name) => serves(name, question));
  return asked.length < 2 || asked.some((name) => states[name] === 'ok');
}

function addresses(random: Random): LoadRequest {
  const customer = random.integer(1, shop.customerCount);
  const ids = shop.addressesOf(customer);
  return {
    method: 'GET',
    path: '/addresses',
    headers: as(customer),
    check: (status, json) => {
      const items = (json as Json)['items'];
      if (status !== 200 || !Array.isArray(items) || items.length !== ids.length) return false;
      return items.every((item: Json, at) => {
        const truth = shop.address(ids[at] as number);
        return item['id'] === truth.id && item['name'] === truth.name && item['postcode'] === truth.postcode;
      });
    },
  };
}

function order(random: Random): LoadRequest {
  const truth = shop.order(random.integer(1, shop.orderCount));
  return {
    method: 'GET',
    path: `/orders/${truth.id}`,
    headers: as(truth.customerId),
    check: (status, json) =>
      status === 200 &&
      (json as Json)['id'] === truth.id &&
      (json as Json)['customerId'] === truth.customerId &&
      (json as Json)['cents'] === truth.cents,
  };
}

/** At the price of this moment: whoever remembers one that was true a moment ago answers 409, and tells it. */
function newOrder(random: Random): LoadRequest {
  const { addressId, items, question } = popular(random);
  const madeAt = Date.now();
  const { carrier, service, cents } = random.pick(offers('kestrel', question, madeAt));
  return {
    method: 'POST',
    path: '/orders',
    headers: as(shop.customerOf(addressId)),
    body: { addressId, items, carrier, service, cents },
    check: (status, json) =>
      (status === 201 || status === 409) &&
      isTrueCents(question, { carrier, service, cents: (json as Json)['cents'] }, madeAt, Date.now()),
  };
}

export default defineLoad([
  { name: 'quotes for a popular parcel', weight: 74, make: (random) => quotes(popular(random)) },
  { name: 'quotes for a rare parcel', weight: 6, make: (random) => quotes(rare(random)) },
  { name: 'addresses', weight: 8, make: addresses },
  { name: 'order', weight: 8, make: order },
  { name: 'new order', weight: 4, make: newOrder },
]);
