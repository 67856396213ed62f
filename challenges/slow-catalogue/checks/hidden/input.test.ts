// proofload-canary-5f1c0d7e-9b3a-4c0e-8a56-2d1f7be6a913
import { check, expect, get, post, put, random, request } from 'proofload/checks';
import type { Answer } from 'proofload/checks';
import { expectNothingInternal } from '../secrets.ts';
import { calmProduct, outletProducts, product, settled } from '../shop.ts';

async function refused(answer: Promise<Answer>, what: string): Promise<void> {
  const { status, json } = await answer;
  expect(status, what).toBe(400);
  expect(typeof json?.error, what).toBe('string');
}

check('input', 'Ids that are no ids are refused', async () => {
  for (const id of ['abc', '1.5', '-3', '0', '12abc', '%20']) {
    await refused(get(`/products/${id}`), `product ${id}`);
    await refused(get(`/orders/${id}`), `order ${id}`);
  }
  await refused(get('/orders?customer=nobody'), 'customer nobody');
});

check('input', 'Ids beyond 2^31 lead to no server error', async () => {
  for (const path of [
    '/products/99999999999',
    '/orders/2147483648',
    '/categories/99999999999999999999/top',
  ]) {
    expect([400, 404], path).toContain((await get(path)).status);
  }
});

check('input', 'Limits and marks that are no numbers are refused', async () => {
  const bad = ['limit=0', 'limit=-5', 'limit=ten', 'limit=2.5', 'after=last', 'category=lamps'];
  for (const query of bad) await refused(get(`/products?${query}`), query);
  await refused(get(`/products/${calmProduct(random('limits'))}/reviews?limit=-1`), 'reviews limit=-1');
});

check('input', 'A sort that does not exist is refused', async () => {
  for (const sort of ['views', 'name', 'price'])
    await refused(get(`/products?category=2&sort=${sort}`), sort);
});

check('input', 'Search texts that are missing, too short or too long are refused', async () => {
  for (const query of ['', '?q=', '?q=ab', `?q=${'x'.repeat(101)}`])
    await refused(get(`/search${query}`), query);
});

check('input', 'Orders that are no orders are refused', async () => {
  const [id] = outletProducts(random('bad orders'), 1) as [number];
  const line = { productId: id, quantity: 1 };
  const bodies: unknown[] = [
    {},
    { customerId: 5 },
    { customerId: 5, items: [] },
    { customerId: 'five', items: [line] },
    { items: [line] },
    ...[0, -4, 1.5, '2', 100, null].map((quantity) => ({
      customerId: 5,
      items: [{ productId: id, quantity }],
    })),
    { customerId: 5, items: [line, line] },
    { customerId: 5, items: [{ productId: 'x', quantity: 1 }] },
  ];
  for (const body of bodies) await refused(post('/orders', body), JSON.stringify(body));
  await refused(request('POST', '/orders', { body: '{"customerId":5,' }), 'broken JSON');
});

check('input', 'Prices that are no prices are refused', async () => {
  const [id] = outletProducts(random('bad prices'), 1) as [number];
  const before = await product(id);
  for (const price of [-1, 0, '9.99', null, 1.234])
    await refused(put(`/products/${id}/price`, { price }), `${price}`);
  await settled();
  expect((await product(id))['price']).toBe(before['price']);
});

check('input', 'Errors tell nothing about the inside', async () => {
  const answers = await Promise.all([
    get('/products/abc'),
    get("/search?q='''"),
    get('/products?sort=nothing'),
    get('/products?limit=x'),
    get('/orders?customer='),
    get('/no/such/page'),
    request('POST', '/orders', { body: '[' }),
    post('/orders', { customerId: 1, items: [{ productId: null }] }),
  ]);
  for (const { text } of answers) expectNothingInternal(text);
});

check('injection', 'Search text stays text', async () => {
  const texts = [
    "'lamp",
    "lamp' or '1'='1",
    "' union select 1,1,'a','b','c',1,1,1,now() --",
    "x'; select pg_sleep(1); --",
  ];
  for (const text of texts) {
    const answer = await get(`/search?q=${encodeURIComponent(text)}`);
    expect(answer.status, text).toBe(200);
    expect(answer.json.items, text).toEqual([]);
  }
});

check('injection', 'Sorting, categories and marks stay what they are', async () => {
  const paths = [
    '/products?sort=(select 1 from pg_sleep(1))',
    '/products?category=1&sort=id;select pg_sleep(1)',
    '/products?category=1 or 1=1',
    '/products?category=3 union select 1',
    '/orders?customer=1 or 1=1',
  ];
  for (const path of paths) {
    const answer = await get(encodeURI(path));
    expect(answer.status, path).toBe(400);
    expectNothingInternal(answer.text);
  }
});

check('injection', 'A statement behind the search text does nothing', async () => {
  const [id] = outletProducts(random('second statement'), 1) as [number];
  const before = await product(id);
  const text = `x'; update products set price = 0.01 where id = ${id}; --`;
  await get(`/search?q=${encodeURIComponent(text)}`);
  await get(`/products?sort=${encodeURIComponent(`id; update products set price = 0.01 where id = ${id}`)}`);
  await settled();
  expect((await product(id))['price']).toBe(before['price']);
});
