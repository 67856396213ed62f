// proofload-canary-8be4d17a-2c60-4f3e-9d05-b7a1c96e38f2
import { check, expect, get, post, random, request } from 'proofload/checks';
import {
  as,
  ask,
  askWell,
  expectProblem,
  expectQuotes,
  orderAtPrice,
  parcel,
  placeOrder,
  settle,
  trouble,
  twin,
} from '../checkout.ts';
import { carriers } from '../prices.ts';
import { expectNothingInternal, expectStatesOnly } from '../secrets.ts';
import * as shop from '../shop.ts';

check('privacy', 'Customers with the same parcel see their own names and addresses', async () => {
  const numbers = random('names');
  await settle(numbers);
  const first = parcel(numbers);
  const other = twin(first);
  const all = await Promise.all([askWell(first), askWell(other)]);
  expectQuotes(all[0], first);
  expectQuotes(all[1], other);
  expectQuotes(await askWell(first), first);
});

check('privacy', 'An order belongs to who placed it, whatever the body claims', async () => {
  const numbers = random('claims');
  await settle(numbers);
  const wanted = parcel(numbers);
  const victim = (wanted.customerId % shop.customerCount) + 1;
  const placed = await orderAtPrice(wanted, 'kestrel', 'KX-STD');
  const claims = { id: 1, customerId: victim, customer_id: victim, createdAt: '2001-01-01T00:00:00.000Z' };
  const { carrier, service, cents } = placed.json;
  const { answer } = await placeOrder(wanted, { carrier, service, cents }, claims);
  expect([201, 400, 409]).toContain(answer.status);
  if (answer.status !== 201) return;
  expect(answer.json.customerId).toBe(wanted.customerId);
  expect(answer.json.id).toBeGreaterThan(shop.orderCount);
  expectProblem(
    await get(`/orders/${answer.json.id}`, { headers: as(victim) }),
    404,
    'the order, as the victim',
  );
});

check('injection', 'A customer that is SQL is nobody', async () => {
  const numbers = random('sql customer');
  const id = numbers.integer(1, shop.customerCount);
  for (const customer of [
    `${id} or true`,
    `${id}--`,
    `${id}; select pg_sleep(3)`,
    `0 union select 1`,
    `'${id}'`,
  ]) {
    expectProblem(await get('/addresses', { headers: as(customer) }), 401, customer);
    expectProblem(await get('/orders/5', { headers: as(customer) }), 401, customer);
  }
});

check('injection', 'An address or product that is SQL is refused', async () => {
  const numbers = random('sql body');
  const { customerId, addressId, items } = parcel(numbers);
  const [item] = items as [shop.Item];
  const bodies = [
    { addressId: `${addressId} or true`, items },
    { addressId: `0 union select 1, 1, 'a', 'b', '10000', 'c', 'DE'`, items },
    { addressId, items: [{ ...item, productId: `${item.productId} or grams > 0` }] },
    { addressId, items: [{ ...item, productId: `0; update products set grams = 1` }] },
  ];
  for (const body of bodies) {
    const answer = await request('POST', '/quotes', { body, headers: as(customerId) });
    expectProblem(answer, 400, JSON.stringify(body));
  }
});

check('injection', 'An order id that is SQL finds no order', async () => {
  const id = random('sql order').integer(1, shop.orderCount);
  for (const text of [
    `${id} or true`,
    `0 or id=${id}`,
    `${id};drop table orders`,
    `-1 union select * from orders`,
  ]) {
    const { status } = await get(`/orders/${encodeURIComponent(text)}`, {
      headers: as(shop.order(id).customerId),
    });
    expect([400, 404], text).toContain(status);
  }
  const order = shop.order(id);
  expect((await get(`/orders/${id}`, { headers: as(order.customerId) })).json).toEqual(order);
});

check('injection', 'A carrier or service that is SQL is refused, and nothing is broken', async () => {
  const numbers = random('sql order');
  await settle(numbers);
  const wanted = parcel(numbers);
  for (const text of [
    "kestrel'; delete from contracts; --",
    "' or ''='",
    'kestrel" --',
    '__proto__',
    'constructor',
  ]) {
    for (const choice of [
      { carrier: text, service: 'KX-STD', cents: 700 },
      { carrier: 'kestrel', service: text, cents: 700 },
    ]) {
      expectProblem((await placeOrder(wanted, choice)).answer, 400, text);
    }
  }
  expectQuotes(await askWell(wanted), wanted);
});

check('secrets', 'The list of carriers tells their state and nothing else, in trouble too', async () => {
  const numbers = random('list in trouble');
  await settle(numbers);
  await trouble(carriers, { fail: { status: 401, share: 1 } });
  for (let round = 0; round < 6; round += 1) await ask(parcel(numbers));
  const answer = await get('/carriers');
  expectStatesOnly(answer);
});

check('secrets', 'No answer tells how a carrier is reached, whatever it does', async () => {
  const numbers = random('leaks');
  const behaviours = [{ fail: { status: 500, share: 1 } }, { garbage: 1 }, { cut: 1 }];
  for (const behaviour of behaviours) {
    await settle(numbers);
    await trouble(carriers, behaviour);
    const wanted = parcel(numbers);
    const { answer } = await ask(wanted);
    expectNothingInternal(answer.text, `quotes with ${JSON.stringify(behaviour)}`);
    const choice = { carrier: 'overland', service: 'OV-ECO', cents: 700 };
    const { answer: placed } = await placeOrder(wanted, choice);
    expectNothingInternal(placed.text, `an order with ${JSON.stringify(behaviour)}`);
  }
});

check('secrets', 'Errors tell nothing internal', async () => {
  const headers = as(5);
  const answers = await Promise.all([
    post('/quotes', '{"addressId": '),
    request('POST', '/quotes', {
      body: { addressId: "1'", items: [{ productId: '"', quantity: 1 }] },
      headers,
    }),
    request('POST', '/orders', { body: { addressId: 5, items: 5, carrier: {} }, headers }),
    get('/orders/%27', { headers }),
    get('/orders/99999999999999999999', { headers }),
    get('/addresses', { headers: as("'") }),
    get('/nowhere', { headers }),
    get('/%c0', { headers }),
    request('DELETE', '/orders/5', { headers }),
  ]);
  for (const answer of answers) {
    expect(answer.status >= 400 && answer.status < 500, `status ${answer.status}`).toBe(true);
    expectNothingInternal(answer.text, answer.text.slice(0, 100));
  }
});
