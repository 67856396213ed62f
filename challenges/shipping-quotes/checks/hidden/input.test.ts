// proofload-canary-8be4d17a-2c60-4f3e-9d05-b7a1c96e38f2
import { check, expect, random, request } from 'proofload/checks';
import { as, expectProblem, parcel, placeOrder, settle } from '../checkout.ts';
import { customerCount, orderCount } from '../shop.ts';

const quotes = (body: unknown, customer: number | string = 5) =>
  request('POST', '/quotes', { body, headers: as(customer), timeoutMs: 2000 });

check('input', 'A basket that is not as described is refused', async () => {
  const item = { productId: 3, quantity: 1 };
  const baskets: unknown[] = [
    {},
    { addressId: 5 },
    { addressId: 5, items: 'lamp' },
    { addressId: 5, items: [null] },
    { addressId: 5, items: [item, item] },
    { addressId: 5, items: [{ productId: 3 }] },
    { addressId: 5, items: [{ productId: 3, quantity: 0 }] },
    { addressId: 5, items: [{ productId: 3, quantity: -2 }] },
    { addressId: 5, items: [{ productId: 3, quantity: 1.5 }] },
    { addressId: 5, items: [{ productId: 3, quantity: 100 }] },
    { addressId: 5, items: [{ productId: 3, quantity: '2' }] },
    { addressId: 5, items: [{ productId: 2 ** 40, quantity: 2 }] },
    { addressId: 'home', items: [item] },
    { addressId: 2 ** 31, items: [item] },
    { items: [item] },
    [],
    'null',
  ];
  for (const basket of baskets) expectProblem(await quotes(basket), 400, JSON.stringify(basket));
});

check('input', 'More than twenty products, or a body without end, are refused', async () => {
  const items = Array.from({ length: 21 }, (_, at) => ({ productId: at + 1, quantity: 1 }));
  expectProblem(await quotes({ addressId: 5, items }), 400, '21 products');
  const endless = Array.from({ length: 40_000 }, (_, at) => ({ productId: at + 1, quantity: 1 }));
  const { status } = await quotes({ addressId: 5, items: endless });
  expect([400, 413]).toContain(status);
});

check('input', 'Products that do not exist are refused', async () => {
  const productId = random('no product').integer(1_000_000, 2_000_000_000);
  const items = [
    { productId: 3, quantity: 1 },
    { productId, quantity: 1 },
  ];
  expectProblem(await quotes({ addressId: 5, items }), 400, `product ${productId}`);
});

check('input', 'Text that is no JSON is refused', async () => {
  for (const text of ['{"addressId": 5,', 'lamp', '']) {
    const { status } = await quotes(text);
    expect(status >= 400 && status < 500, `status ${status} for ${JSON.stringify(text)}`).toBe(true);
  }
});

check('input', 'Without a proper customer nothing is answered', async () => {
  const items = [{ productId: 3, quantity: 1 }];
  const bodies = { '/quotes': { addressId: 5, items }, '/orders': { addressId: 5, items } };
  for (const customer of ['0', '-5', '5.5', 'me', '5,6', '99999999999', '0x10']) {
    for (const [path, body] of Object.entries(bodies)) {
      expectProblem(
        await request('POST', path, { body, headers: as(customer) }),
        401,
        `${path} as ${customer}`,
      );
    }
    expectProblem(
      await request('GET', '/addresses', { headers: as(customer) }),
      401,
      `/addresses as ${customer}`,
    );
  }
  expectProblem(await request('GET', '/orders/5'), 401, '/orders/5 as nobody');
});

check('input', 'Addresses and orders that do not exist are 404', async () => {
  const numbers = random('nothing there');
  const id = numbers.integer(1_000_000, 2_000_000_000);
  const customer = numbers.integer(1, customerCount);
  const items = [{ productId: 3, quantity: 1 }];
  expectProblem(await quotes({ addressId: id, items }, customer), 404, `address ${id}`);
  expectProblem(await request('GET', `/orders/${id}`, { headers: as(customer) }), 404, `order ${id}`);
});

check('input', 'An order that is not as described is refused', async () => {
  const numbers = random('bad orders');
  await settle(numbers);
  const wanted = parcel(numbers);
  const right = { carrier: 'kestrel', service: 'KX-STD', cents: 700 };
  for (const wrong of [
    { carrier: 'pigeon' },
    { carrier: 7 },
    { service: 'KX-NIGHT' },
    { service: 'PL-PARCEL' },
    { service: null },
    { cents: 'cheap' },
    { cents: 7.5 },
    { cents: -700 },
    { items: [] },
  ]) {
    const { answer } = await placeOrder(wanted, right, wrong);
    expectProblem(answer, 400, JSON.stringify(wrong));
  }
  const { status } = await request('GET', `/orders/${orderCount}x`, { headers: as(5) });
  expect([400, 404]).toContain(status);
});
