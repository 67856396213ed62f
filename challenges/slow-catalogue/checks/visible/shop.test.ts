import { check, expect, get, post, random } from 'proofload/checks';
import * as catalogue from '../catalogue.ts';
import { expectItem, idsOf, placeOrder, product, scarceProduct, within } from '../shop.ts';

// The examples of the brief: the same products every time.
const example = 4711;

check('contract', 'A product page shows the product', async () => {
  const page = await product(example);
  expect(page).toMatchObject({
    id: example,
    name: catalogue.nameOf(example),
    brand: catalogue.brandOf(example),
    description: catalogue.descriptionOf(example),
    category: catalogue.category(catalogue.categoryOf(example)),
    price: catalogue.priceOf(example),
    rating: { count: catalogue.reviewCountOf(example) },
    reviews: catalogue.reviewsOf(example, 5),
    related: catalogue.relatedTo(example).map((id) => ({ id, name: catalogue.nameOf(id) })),
  });
});

check('contract', 'A product that does not exist is 404', async () => {
  const answer = await get('/products/987654');
  expect(answer.status).toBe(404);
  expect(typeof answer.json?.error).toBe('string');
});

check('contract', 'An order shows its lines and its customer', async () => {
  const answer = await get('/orders/4242');
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({
    id: 4242,
    customerId: catalogue.customerOf(4242),
    createdAt: catalogue.orderedAt(4242),
    items: catalogue.linesOf(4242),
  });
});

check('paging', 'The first page of a category holds its newest 24 products', async () => {
  const answer = await get('/products?category=7');
  expect(answer.status).toBe(200);
  expect(answer.json.total).toBe(catalogue.idsIn(7).length);
  expect(idsOf(answer)).toEqual(catalogue.idsIn(7).slice(0, 24));
  for (const item of answer.json.items) expectItem(item, item.id);
});

check('paging', 'The next page goes on after the last product', async () => {
  const ids = catalogue.idsIn(7);
  const answer = await get(`/products?category=7&limit=10&after=${ids[23]}`);
  expect(idsOf(answer)).toEqual(ids.slice(24, 34));
});

check('paging', 'Reviews come 20 at a time', async () => {
  const famous = catalogue.idsIn(3).find((id) => catalogue.reviewCountOf(id) > 20) as number;
  const answer = await get(`/products/${famous}/reviews`);
  expect(answer.status).toBe(200);
  expect(answer.json.items).toEqual(catalogue.reviewsOf(famous, 20));
});

check('search', 'Search finds a product by its number', async () => {
  const answer = await get(`/search?q=${catalogue.codeOf(example)}`);
  expect(answer.status).toBe(200);
  expect(idsOf(answer)).toEqual([example]);
});

check('input', 'An id that is no number is refused with 400', async () => {
  const answer = await get('/products/lamp');
  expect(answer.status).toBe(400);
});

check('money', 'The total of an order is exact to the cent', async () => {
  const answer = await get('/orders/4242');
  const { subtotal, discount, total } = catalogue.costOf(catalogue.linesOf(4242));
  expect(answer.json).toMatchObject({
    subtotal: subtotal / 100,
    discount: discount / 100,
    total: total / 100,
  });
});

check('counters', 'Ten people who look at once are ten views', async () => {
  const id = random('views').pick(catalogue.idsIn(catalogue.outlet));
  const before = await product(id);
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(`/products/${id}/views`)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(204));
  const views = (before['views'] as number) + 10;
  await within(1000, `${views} views`, async () => (await product(id))['views'] === views);
});

check('stock', 'More than there is cannot be ordered', async () => {
  const id = scarceProduct(random('scarce'), 0, 9);
  const answer = await placeOrder([{ productId: id, quantity: 99 }]);
  expect(answer.status).toBe(409);
  expect(answer.json).toMatchObject({ productId: id });
});
