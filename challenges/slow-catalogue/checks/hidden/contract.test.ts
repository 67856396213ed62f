// proofload-canary-5f1c0d7e-9b3a-4c0e-8a56-2d1f7be6a913
import { check, expect, get, random } from 'proofload/checks';
import * as catalogue from '../catalogue.ts';
import { calmProduct, expectItem, idsOf, product } from '../shop.ts';

check('contract', 'Product pages of many products say what the catalogue says', async () => {
  const numbers = random('pages');
  for (let round = 0; round < 8; round += 1) {
    const id = calmProduct(numbers);
    const page = await product(id);
    expect(page).toMatchObject({
      id,
      name: catalogue.nameOf(id),
      brand: catalogue.brandOf(id),
      description: catalogue.descriptionOf(id),
      category: catalogue.category(catalogue.categoryOf(id)),
      price: catalogue.priceOf(id),
    });
    expect(page['views']).toBeGreaterThanOrEqual(catalogue.viewsOf(id));
  }
});

check('contract', 'A famous product shows five reviews and the rating of all', async () => {
  const numbers = random('famous');
  const famous = catalogue.idsIn(numbers.integer(1, 39)).filter((id) => catalogue.reviewCountOf(id) >= 20);
  const id = numbers.pick(famous);
  const page = await get(`/products/${id}`);
  expect(page.json.reviews).toEqual(catalogue.reviewsOf(id, 5));
  expect(page.json.rating.count).toBe(catalogue.reviewCountOf(id));
  expect(
    catalogue.isAverage(id, page.json.rating.average),
    `rating.average ${page.json.rating.average}`,
  ).toBe(true);
});

check('contract', 'A product without reviews has no average', async () => {
  const ids = catalogue
    .idsIn(random('silent').integer(1, 39))
    .filter((id) => catalogue.reviewCountOf(id) === 0);
  const page = await get(`/products/${random('silent product').pick(ids)}`);
  expect(page.json).toMatchObject({ rating: { average: null, count: 0 }, reviews: [] });
});

check('contract', 'Related products are the newest of the same category and brand', async () => {
  const numbers = random('related');
  for (let round = 0; round < 4; round += 1) {
    const id = calmProduct(numbers);
    const page = await get(`/products/${id}`);
    const related = catalogue.relatedTo(id);
    expect(page.json.related).toEqual(
      related.map((other) => ({ id: other, name: catalogue.nameOf(other), price: catalogue.priceOf(other) })),
    );
  }
});

check('contract', 'Items of a list carry brand, category and rating', async () => {
  const numbers = random('items');
  const answer = await get(`/products?category=${numbers.integer(1, 39)}&limit=12`);
  expect(answer.json.items).toHaveLength(12);
  for (const item of answer.json.items) expectItem(item, item.id);
});

check('contract', 'The most viewed of a category are its most viewed', async () => {
  const id = random('top').integer(1, 39);
  const answer = await get(`/categories/${id}/top`);
  expect(answer.status).toBe(200);
  expect(answer.json.category).toEqual(catalogue.category(id));
  const ranked = catalogue.idsIn(id).toSorted((a, b) => catalogue.viewsOf(b) - catalogue.viewsOf(a) || a - b);
  expect(idsOf(answer)).toEqual(ranked.slice(0, 10));
  for (const item of answer.json.items) {
    expectItem(item, item.id);
    expect(item.views).toBeGreaterThanOrEqual(catalogue.viewsOf(item.id));
  }
});

check('contract', 'Orders show their lines, customer and time', async () => {
  const numbers = random('orders');
  for (let round = 0; round < 4; round += 1) {
    const id = numbers.integer(1, catalogue.orderCount);
    const answer = await get(`/orders/${id}`);
    expect(answer.json).toMatchObject({
      id,
      customerId: catalogue.customerOf(id),
      createdAt: catalogue.orderedAt(id),
      items: catalogue.linesOf(id).map((line) => ({
        ...line,
        name: catalogue.nameOf(line.productId),
        unitPrice: catalogue.priceOf(line.productId),
      })),
    });
  }
});

check('contract', 'Unknown products, categories and orders are 404', async () => {
  const numbers = random('unknown');
  const id = numbers.integer(1_000_000, 2_000_000_000);
  for (const path of [
    `/products/${id}`,
    `/products/${id}/reviews`,
    `/categories/${id}/top`,
    `/orders/${id}`,
  ]) {
    const answer = await get(path);
    expect(answer.status, path).toBe(404);
    expect(typeof answer.json?.error, path).toBe('string');
  }
});
