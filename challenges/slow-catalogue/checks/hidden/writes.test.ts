// proofload-canary-5f1c0d7e-9b3a-4c0e-8a56-2d1f7be6a913
import { check, expect, get, post, put, random } from 'proofload/checks';
import * as catalogue from '../catalogue.ts';
import { idsOf, outletProducts, placeOrder, product, scarceProduct, settled, within } from '../shop.ts';

// Pages may be a second old.
const pageAge = 1000;

check('freshness', 'A new price shows on the page and in lists within a second', async () => {
  const numbers = random('new price');
  const [id] = outletProducts(numbers, 1) as [number];
  const price = numbers.integer(60_000, 90_000) / 100;
  await product(id);
  await get(`/products?category=${catalogue.outlet}&sort=dearest`);
  const answer = await put(`/products/${id}/price`, { price });
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ id, name: catalogue.nameOf(id), price });
  await within(pageAge, 'the new price on the page', async () => (await product(id))['price'] === price);
  const found = async () => (await get(`/search?q=${catalogue.codeOf(id)}`)).json.items[0]?.price === price;
  await within(pageAge, 'the new price in search', found);
  const path = `/products?category=${catalogue.outlet}&sort=dearest`;
  await within(pageAge, 'the place in the list by price', async () => idsOf(await get(path)).includes(id));
});

check('freshness', 'An order uses a new price at once, and keeps the old one for old orders', async () => {
  const numbers = random('order price');
  const [id] = outletProducts(numbers, 1) as [number];
  const first = await placeOrder([{ productId: id, quantity: 2 }]);
  const price = numbers.integer(50_000, 59_999) / 100;
  await product(id);
  await put(`/products/${id}/price`, { price });
  const second = await placeOrder([{ productId: id, quantity: 3 }]);
  expect(second.json.items[0]).toMatchObject({ unitPrice: price });
  expect(Math.round(second.json.total * 100)).toBe(Math.round(price * 100) * 3);
  const kept = await get(`/orders/${first.json.id}`);
  expect(kept.json.items[0].unitPrice).toBe(first.json.items[0].unitPrice);
});

check('freshness', 'The stock on the page follows an order within a second', async () => {
  const [id] = outletProducts(random('stock page'), 1) as [number];
  const before = await product(id);
  expect((await placeOrder([{ productId: id, quantity: 5 }])).status).toBe(201);
  await within(
    pageAge,
    'the new stock',
    async () => (await product(id))['stock'] === (before['stock'] as number) - 5,
  );
});

check('money', 'Amounts of old orders are exact', async () => {
  const numbers = random('old orders');
  for (let round = 0; round < 12; round += 1) {
    const id = numbers.integer(1, catalogue.orderCount);
    const lines = catalogue.linesOf(id);
    const { subtotal, discount, total } = catalogue.costOf(lines);
    const answer = await get(`/orders/${id}`);
    expect(answer.json).toMatchObject({
      subtotal: subtotal / 100,
      discount: discount / 100,
      total: total / 100,
    });
    const lineTotals = lines.map((line) => (line.quantity * catalogue.centsOf(line.productId)) / 100);
    expect(answer.json.items.map((item: { lineTotal: number }) => item.lineTotal)).toEqual(lineTotals);
  }
});

check('money', 'Half a cent of discount is rounded up', async () => {
  const [one, other] = outletProducts(random('half a cent'), 2) as [number, number];
  // 10 x 1.03 + 0.20 = 10.50, of which 5 % are 52.5 cents.
  await put(`/products/${one}/price`, { price: 1.03 });
  await put(`/products/${other}/price`, { price: 0.2 });
  const answer = await placeOrder([
    { productId: one, quantity: 10 },
    { productId: other, quantity: 1 },
  ]);
  expect(answer.json).toMatchObject({ subtotal: 10.5, discount: 0.53, total: 9.97 });
});

check('money', 'New orders are exact, and the list of orders says the same', async () => {
  const numbers = random('new orders');
  const customer = numbers.integer(6000, 1_000_000);
  const orders: { id: number; total: number; pieces: number }[] = [];
  for (let round = 0; round < 4; round += 1) {
    const ids = outletProducts(numbers, 3);
    const items = ids.map((productId) => ({ productId, quantity: numbers.integer(1, 9) }));
    const prices = new Map<number, number>();
    for (const id of ids) {
      const cents = numbers.integer(1, 49_999);
      prices.set(id, cents);
      await put(`/products/${id}/price`, { price: cents / 100 });
    }
    const { subtotal, discount, total } = catalogue.costOf(items, (id) => prices.get(id) as number);
    const answer = await placeOrder(items, customer);
    expect(answer.json).toMatchObject({
      subtotal: subtotal / 100,
      discount: discount / 100,
      total: total / 100,
    });
    const pieces = items.reduce((sum, item) => sum + item.quantity, 0);
    orders.unshift({ id: answer.json.id, total: total / 100, pieces });
  }
  const list = await get(`/orders?customer=${customer}`);
  expect(list.json.items).toMatchObject(orders);
  expect(list.json.items).toHaveLength(orders.length);
});

check('money', 'The price a client claims does not count', async () => {
  const [id] = outletProducts(random('claim'), 1) as [number];
  const { price } = await product(id);
  const claim = { productId: id, quantity: 1, price: 0.01, unitPrice: 0.01, lineTotal: 0.01 };
  const answer = await post('/orders', { customerId: 9, items: [claim], total: 0.01 });
  expect([201, 400]).toContain(answer.status);
  if (answer.status === 201) expect(answer.json.total).toBe(price);
});

check('counters', 'Forty people who look at once are forty views', async () => {
  const [id] = outletProducts(random('forty'), 1) as [number];
  const before = (await product(id))['views'] as number;
  const answers = await Promise.all(Array.from({ length: 40 }, () => post(`/products/${id}/views`)));
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(40);
  await within(pageAge, `${before + 40} views`, async () => (await product(id))['views'] === before + 40);
});

check('counters', 'Views of several products, mixed with orders, all count', async () => {
  const numbers = random('mixed');
  const ids = outletProducts(numbers, 3);
  const before = await Promise.all(ids.map(product));
  const work = ids.flatMap((id) => [
    ...Array.from({ length: 10 }, () => post(`/products/${id}/views`)),
    ...Array.from({ length: 3 }, () => placeOrder([{ productId: id, quantity: 2 }])),
  ]);
  for (const { status } of await Promise.all(work)) expect([201, 204]).toContain(status);
  await settled();
  const after = await Promise.all(ids.map(product));
  const change = (field: string) => after.map((page, at) => (page[field] ?? 0) - (before[at]?.[field] ?? 0));
  expect(change('views')).toEqual([10, 10, 10]);
  expect(change('stock')).toEqual([-6, -6, -6]);
});

check('counters', 'A view of a product that does not exist is 404', async () => {
  const answer = await post(`/products/${random('no view').integer(1_000_000, 2_000_000_000)}/views`);
  expect(answer.status).toBe(404);
});

check('stock', 'The last pieces are sold once', async () => {
  const id = scarceProduct(random('last pieces'), 4, 9);
  const stock = (await product(id))['stock'] as number;
  const orders = await Promise.all(
    Array.from({ length: 20 }, (_, at) => placeOrder([{ productId: id, quantity: 1 }], at + 1)),
  );
  const sold = orders.filter(({ status }) => status === 201).length;
  const refused = orders.filter(({ status }) => status === 409).length;
  expect({ sold, refused }).toEqual({ sold: stock, refused: 20 - stock });
  await within(pageAge, 'no stock left', async () => (await product(id))['stock'] === 0);
});

check('stock', 'An order that cannot be filled takes nothing', async () => {
  const [full] = outletProducts(random('whole order'), 1) as [number];
  const scarce = scarceProduct(random('whole order scarce'), 0, 3);
  const before = await product(full);
  const customer = random('whole order customer').integer(2_000_000, 3_000_000);
  const items = [
    { productId: full, quantity: 7 },
    { productId: scarce, quantity: 50 },
  ];
  const answer = await placeOrder(items, customer);
  expect(answer.status).toBe(409);
  expect(answer.json).toMatchObject({ productId: scarce });
  await settled();
  expect((await product(full))['stock']).toBe(before['stock']);
  expect((await get(`/orders?customer=${customer}`)).json.items).toEqual([]);
});

check('stock', 'An order with an unknown product is refused and leaves nothing behind', async () => {
  const [full] = outletProducts(random('unknown product'), 1) as [number];
  const before = await product(full);
  const customer = random('unknown product customer').integer(3_000_001, 4_000_000);
  const items = [
    { productId: full, quantity: 2 },
    { productId: 1_999_999_999, quantity: 1 },
  ];
  expect((await placeOrder(items, customer)).status).toBe(400);
  await settled();
  expect((await product(full))['stock']).toBe(before['stock']);
  expect((await get(`/orders?customer=${customer}`)).json.items).toEqual([]);
});

check('stock', 'Orders that cross each other are all placed', async () => {
  const ids = outletProducts(random('crossing'), 4);
  const before = await Promise.all(ids.map(product));
  const orders = await Promise.all(
    Array.from({ length: 24 }, (_, at) => {
      const turned = at % 2 === 0 ? ids : ids.toReversed();
      return placeOrder(
        turned.map((productId) => ({ productId, quantity: 1 })),
        50 + at,
      );
    }),
  );
  expect(orders.map(({ status }) => status)).toEqual(Array(24).fill(201));
  await settled();
  const after = await Promise.all(ids.map(product));
  expect(after.map(({ stock }, at) => (before[at]?.['stock'] ?? 0) - (stock ?? 0))).toEqual([24, 24, 24, 24]);
});
