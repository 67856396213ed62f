// proofload-canary-5f1c0d7e-9b3a-4c0e-8a56-2d1f7be6a913
import { check, expect, get, random } from 'proofload/checks';
import * as catalogue from '../catalogue.ts';
import { idsOf } from '../shop.ts';

/** Follows a list for some pages. */
async function walk(path: string, pages: number): Promise<number[]> {
  const seen: number[] = [];
  for (let page = 0; page < pages; page += 1) {
    const answer = await get(page === 0 ? path : `${path}&after=${seen.at(-1)}`);
    expect(answer.status, path).toBe(200);
    seen.push(...idsOf(answer));
  }
  return seen;
}

check('paging', 'Pages follow each other without gap or repetition', async () => {
  const category = random('walk').integer(1, 39);
  const seen = await walk(`/products?category=${category}&limit=40`, 4);
  expect(seen).toEqual(catalogue.idsIn(category).slice(0, 160));
});

check('paging', 'Pages by price follow each other, equal prices by id', async () => {
  const category = random('cheapest').integer(1, 39);
  const seen = await walk(`/products?category=${category}&sort=cheapest&limit=50`, 3);
  const truth = catalogue
    .idsIn(category)
    .toSorted((a, b) => catalogue.centsOf(a) - catalogue.centsOf(b) || a - b);
  expect(seen).toEqual(truth.slice(0, 150));
});

check('paging', 'The dearest come first when asked for', async () => {
  const category = random('dearest').integer(1, 39);
  const seen = await walk(`/products?category=${category}&sort=dearest&limit=30`, 2);
  const truth = catalogue
    .idsIn(category)
    .toSorted((a, b) => catalogue.centsOf(b) - catalogue.centsOf(a) || b - a);
  expect(seen).toEqual(truth.slice(0, 60));
});

check('paging', 'The end of a category is its end', async () => {
  const category = random('end').integer(1, 39);
  const ids = catalogue.idsIn(category);
  const last = await get(`/products?category=${category}&after=${ids.at(-4)}`);
  expect(last.json).toMatchObject({ total: ids.length });
  expect(idsOf(last)).toEqual(ids.slice(-3));
  const beyond = await get(`/products?category=${category}&after=${ids.at(-1)}`);
  expect(beyond.json).toMatchObject({ items: [], total: ids.length });
});

check('paging', 'All products are listed too, far down as well', async () => {
  const after = random('all').integer(1000, 150_000);
  const answer = await get(`/products?limit=5&after=${after}`);
  expect(answer.json.total).toBe(catalogue.productCount);
  expect(idsOf(answer)).toEqual([1, 2, 3, 4, 5].map((step) => after - step));
});

check('paging', 'A category that does not exist is an empty list', async () => {
  const answer = await get('/products?category=4040');
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ items: [], total: 0 });
});

check('paging', 'A larger limit than the most gives the most', async () => {
  const products = await get('/products?category=9&limit=150');
  expect(products.status).toBe(200);
  expect(products.json.items).toHaveLength(100);
  const found = await get('/search?q=lamp&limit=80');
  expect(found.json.items).toHaveLength(50);
});

check('paging', 'Reviews are bounded and can be read to the end', async () => {
  const famous = catalogue
    .idsIn(random('reviews').integer(1, 39))
    .filter((id) => catalogue.reviewCountOf(id) >= 20);
  const id = random('reviewed').pick(famous);
  const path = `/products/${id}/reviews`;
  const first = await get(`${path}?limit=15`);
  expect(first.json.items).toEqual(catalogue.reviewsOf(id, 15));
  const before = first.json.items.at(-1).id;
  expect((await get(`${path}?before=${before}`)).json.items).toEqual(catalogue.reviewsOf(id, 20, before));
  expect((await get(`${path}?limit=100000`)).json.items).toEqual(catalogue.reviewsOf(id, 100));
});

check('paging', 'Orders of a customer are bounded and can be read to the end', async () => {
  const numbers = random('customers');
  const customers = Array.from({ length: 40 }, () => numbers.integer(1000, catalogue.customerCount));
  const customer = customers.find((id) => catalogue.ordersOf(id).length > 10) as number;
  const truth = catalogue.ordersOf(customer);
  const first = await get(`/orders?customer=${customer}&limit=6`);
  expect(idsOf(first)).toEqual(truth.slice(0, 6));
  const rest = await get(`/orders?customer=${customer}&before=${truth[5]}`);
  expect(idsOf(rest)).toEqual(truth.slice(6, 26));
});

check('search', 'Search finds names that contain the text, the highest id first', async () => {
  const numbers = random('search');
  for (let round = 0; round < 2; round += 1) {
    const words = catalogue.nameOf(numbers.integer(1, catalogue.productCount)).split(' ');
    const text = words.slice(0, -1).join(' ');
    const answer = await get(`/search?q=${encodeURIComponent(text)}&limit=50`);
    expect(idsOf(answer), text).toEqual(idsWith(text).slice(0, 50));
  }
});

check('search', 'Upper and lower case are alike, and a part of a word is enough', async () => {
  const id = random('part').integer(1, catalogue.productCount);
  const text = catalogue.nameOf(id).slice(2, -3).toUpperCase();
  const answer = await get(`/search?q=${encodeURIComponent(text)}`);
  expect(idsOf(answer), text).toEqual(idsWith(text).slice(0, 20));
});

check('search', 'Wildcards of SQL are ordinary characters', async () => {
  for (const text of ['%%%', 'l_mp', 'lamp\\']) {
    const answer = await get(`/search?q=${encodeURIComponent(text)}`);
    expect(answer.status, text).toBe(200);
    expect(idsOf(answer), text).toEqual([]);
  }
});

function idsWith(text: string): number[] {
  const wanted = text.toLowerCase();
  const found = [];
  for (let id = catalogue.productCount; id > 0; id -= 1) {
    if (catalogue.nameOf(id).toLowerCase().includes(wanted)) found.push(id);
  }
  return found;
}
