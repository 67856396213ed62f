// What visitors of the shop do. Everything here is read-only for the outlet category, which the checks change.
import { defineLoad } from 'proofload/load';
import type { LoadRequest, Random } from 'proofload/load';
import * as catalogue from './checks/catalogue.ts';

type Json = Record<string, unknown>;

const productIds = Array.from({ length: catalogue.productCount }, (_, index) => index + 1);
const calmIds = productIds.filter((id) => catalogue.categoryOf(id) !== catalogue.outlet);
const wellStocked = calmIds.filter((id) => catalogue.stockOf(id) >= 1000);
// A few dozen products that everybody talks about: those with the most reviews.
const famous = calmIds.filter((id) => catalogue.reviewCountOf(id) >= 400).slice(0, 60);
const phrases = phrasesWithMatches();

const anyProduct = (random: Random): number =>
  random.integer(1, 10) <= 6 ? random.pick(famous) : random.pick(calmIds);

function phrasesWithMatches(): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const id of productIds.toReversed()) {
    const phrase = catalogue.nameOf(id).split(' ').slice(1, -1).join(' ');
    const ids = found.get(phrase);
    if (!ids) found.set(phrase, [id]);
    else if (ids.length < 20) ids.push(id);
  }
  return found;
}

const phraseList = [...phrases.keys()];

function productPage(random: Random): LoadRequest {
  const id = anyProduct(random);
  return {
    method: 'GET',
    path: `/products/${id}`,
    check: (status, json) => status === 200 && isProductPage(json as Json, id),
  };
}

function isProductPage(page: Json, id: number): boolean {
  const rating = page['rating'] as { average: unknown; count: unknown } | undefined;
  const reviews = page['reviews'] as { id: number }[];
  const related = page['related'] as { id: number }[];
  return (
    page['id'] === id &&
    page['name'] === catalogue.nameOf(id) &&
    page['price'] === catalogue.priceOf(id) &&
    (page['views'] as number) >= catalogue.viewsOf(id) &&
    rating?.count === catalogue.reviewCountOf(id) &&
    sameIds(reviews, newestReviews(id)) &&
    sameIds(related, relatedTo(id))
  );
}

const newestReviews = remember((id) => catalogue.reviewsOf(id, 5).map((review) => review.id));
const relatedTo = remember((id) => catalogue.relatedTo(id));

function remember<T>(compute: (id: number) => T): (id: number) => T {
  const known = new Map<number, T>();
  return (id) => {
    const value = known.get(id) ?? compute(id);
    known.set(id, value);
    return value;
  };
}

function sameIds(items: unknown, ids: readonly number[]): boolean {
  return (
    Array.isArray(items) &&
    items.length === ids.length &&
    ids.every((id, at) => (items[at] as Json)?.['id'] === id)
  );
}

const isCard = (card: Json, id: number): boolean =>
  card['id'] === id &&
  card['name'] === catalogue.nameOf(id) &&
  (card['rating'] as Json | undefined)?.['count'] === catalogue.reviewCountOf(id) &&
  (card['price'] === catalogue.priceOf(id) || catalogue.categoryOf(id) === catalogue.outlet);

function areCards(json: unknown, ids: readonly number[]): boolean {
  const items = (json as Json | undefined)?.['items'];
  return sameIds(items, ids) && (items as Json[]).every((card, at) => isCard(card, ids[at] as number));
}

function listing(random: Random): LoadRequest {
  const category = random.integer(1, catalogue.outlet - 1);
  const ids = catalogue.idsIn(category);
  const start = random.integer(0, 2) === 0 ? 0 : random.integer(1, ids.length - 1);
  const after = start === 0 ? '' : `&after=${ids[start - 1]}`;
  return {
    method: 'GET',
    path: `/products?category=${category}${after}`,
    check: (status, json) =>
      status === 200 &&
      (json as Json)['total'] === ids.length &&
      areCards(json, ids.slice(start, start + 24)),
  };
}

const byPrice = remember((category) =>
  catalogue.idsIn(category).toSorted((a, b) => catalogue.centsOf(a) - catalogue.centsOf(b) || a - b),
);

function cheapest(random: Random): LoadRequest {
  const category = random.integer(1, catalogue.outlet - 1);
  const ids = byPrice(category);
  const start = random.integer(0, 20) * 24;
  const after = start === 0 ? '' : `&after=${ids[start - 1]}`;
  return {
    method: 'GET',
    path: `/products?category=${category}&sort=cheapest${after}`,
    check: (status, json) =>
      status === 200 &&
      (json as Json)['total'] === ids.length &&
      areCards(json, ids.slice(start, start + 24)),
  };
}

function search(random: Random): LoadRequest {
  const phrase = random.pick(phraseList);
  const ids = phrases.get(phrase) as number[];
  return {
    method: 'GET',
    path: `/search?q=${encodeURIComponent(phrase)}`,
    check: (status, json) => status === 200 && areCards(json, ids),
  };
}

/** How many come is for the checks to say: the newest must be the first. */
function reviewList(random: Random): LoadRequest {
  const id = anyProduct(random);
  const newest = catalogue.reviewsOf(id, 20).map((review) => review.id);
  return {
    method: 'GET',
    path: `/products/${id}/reviews`,
    check: (status, json) => {
      const items = (json as Json)['items'];
      return status === 200 && Array.isArray(items) && sameIds(items.slice(0, 20), newest);
    },
  };
}

function top(random: Random): LoadRequest {
  const category = random.integer(1, catalogue.outlet - 1);
  return {
    method: 'GET',
    path: `/categories/${category}/top`,
    check: (status, json) => status === 200 && isTop(json as Json, category),
  };
}

function isTop(json: Json, category: number): boolean {
  const items = json['items'] as { id: number; views: number }[] | undefined;
  if (!Array.isArray(items) || items.length !== 10) return false;
  return items.every(
    ({ id, views }, at) =>
      catalogue.categoryOf(id) === category &&
      views >= catalogue.viewsOf(id) &&
      views <= (items[at - 1]?.views ?? Infinity),
  );
}

function order(random: Random): LoadRequest {
  const id = random.integer(1, catalogue.orderCount);
  const { total } = catalogue.costOf(catalogue.linesOf(id));
  return {
    method: 'GET',
    path: `/orders/${id}`,
    check: (status, json) =>
      status === 200 && (json as Json)['id'] === id && isAmount((json as Json)['total'], total),
  };
}

/** Exactness to the last digit is what checks are for; here only a wrong amount counts. */
const isAmount = (amount: unknown, cents: number): boolean =>
  typeof amount === 'number' && Math.abs(amount * 100 - cents) < 0.6;

function customerOrders(random: Random): LoadRequest {
  const customer = random.integer(1, catalogue.customerCount);
  const known = new Set(catalogue.ordersOf(customer).slice(0, 10));
  return {
    method: 'GET',
    path: `/orders?customer=${customer}&limit=20`,
    check: (status, json) => {
      const items = (json as { items?: { id: number }[] }).items;
      return (
        status === 200 && Array.isArray(items) && items.filter(({ id }) => known.has(id)).length >= known.size
      );
    },
  };
}

function view(random: Random): LoadRequest {
  return { method: 'POST', path: `/products/${anyProduct(random)}/views`, check: (status) => status === 204 };
}

function newOrder(random: Random): LoadRequest {
  const chosen = new Set(Array.from({ length: random.integer(1, 3) }, () => random.pick(wellStocked)));
  const items = [...chosen].map((productId) => ({ productId, quantity: random.integer(1, 4) }));
  const { total } = catalogue.costOf(items);
  return {
    method: 'POST',
    path: '/orders',
    body: { customerId: random.integer(1, catalogue.customerCount), items },
    check: (status, json) => status === 201 && isAmount((json as Json)['total'], total),
  };
}

export default defineLoad([
  { name: 'product page', weight: 40, make: productPage },
  { name: 'category', weight: 15, make: listing },
  { name: 'category by price', weight: 5, make: cheapest },
  { name: 'search', weight: 8, make: search },
  { name: 'reviews', weight: 6, make: reviewList },
  { name: 'most viewed', weight: 6, make: top },
  { name: 'view', weight: 8, make: view },
  { name: 'order', weight: 4, make: order },
  { name: 'orders of a customer', weight: 4, make: customerOrders },
  { name: 'new order', weight: 2, make: newOrder },
]);
