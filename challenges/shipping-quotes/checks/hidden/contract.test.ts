// proofload-canary-8be4d17a-2c60-4f3e-9d05-b7a1c96e38f2
import { check, expect, get, random } from 'proofload/checks';
import { as, askWell, expectQuotes, orderAtPrice, parcel, parcelTo, settle } from '../checkout.ts';
import type { Quote } from '../prices.ts';
import * as shop from '../shop.ts';

check('contract', 'Parcels of many customers are quoted as the carriers say', async () => {
  const numbers = random('many parcels');
  await settle(numbers);
  for (let round = 0; round < 5; round += 1) {
    const wanted = parcel(numbers);
    expectQuotes(await askWell(wanted), wanted);
  }
});

check('contract', 'Quotes come cheapest first, equal ones by carrier and service', async () => {
  const numbers = random('sorted');
  await settle(numbers);
  for (let round = 0; round < 3; round += 1) {
    const { answer } = await askWell(parcel(numbers));
    const quotes = answer.json.quotes as Quote[];
    expect(quotes.length).toBe(9);
    const key = ({ cents, carrier, service }: Quote) =>
      [String(cents).padStart(8, '0'), carrier, service].join(' ');
    expect(quotes.map(key)).toEqual(quotes.map(key).toSorted());
  }
});

check('contract', 'A quote has the agreed fields and no others', async () => {
  const numbers = random('fields');
  await settle(numbers);
  const { answer } = await askWell(parcel(numbers));
  const keys = (value: object) => Object.keys(value).toSorted();
  expect(keys(answer.json)).toEqual(['carriers', 'complete', 'customerId', 'grams', 'quotes', 'to']);
  expect(keys(answer.json.quotes[0])).toEqual(['carrier', 'cents', 'days', 'service']);
  expect(keys(answer.json.to)).toEqual(['city', 'country', 'id', 'name', 'postcode', 'street']);
});

check('contract', 'A carrier without a contract for the country is none', async () => {
  const numbers = random('no contract');
  await settle(numbers);
  for (const country of ['SE', 'ES', 'IT']) {
    const wanted = parcel(numbers, [country]);
    expectQuotes(await askWell(wanted), wanted);
  }
});

check(
  'contract',
  'A carrier that does not take the weight is none, and three of them are a complete answer',
  async () => {
    const numbers = random('heavy');
    await settle(numbers);
    const { addressId } = parcel(numbers);
    const heaviest = [3, 4, 5, 6].map((nth) => ({
      productId: nth * 100 + numbers.integer(0, 9),
      quantity: 99,
    }));
    for (const grams of [25_000, 45_000]) {
      const productId = numbers.integer(1, shop.productCount);
      const quantity = Math.min(99, Math.ceil(grams / shop.gramsOf(productId)));
      const wanted = parcelTo(addressId, [{ productId, quantity }]);
      expectQuotes(await askWell(wanted), wanted);
    }
    const wanted = parcelTo(addressId, heaviest);
    expectQuotes(await askWell(wanted), wanted);
  },
);

check('contract', 'Customers see their own addresses', async () => {
  const numbers = random('addresses');
  for (let round = 0; round < 4; round += 1) {
    const customer = numbers.integer(1, shop.customerCount);
    const answer = await get('/addresses', { headers: as(customer) });
    expect(answer.json).toEqual({ items: shop.addressesOf(customer).map(shop.address) });
  }
  const nobody = await get('/addresses', { headers: as(numbers.integer(10_000, 2_000_000_000)) });
  expect(nobody.json).toEqual({ items: [] });
});

check('contract', 'Orders of old are shown as they were placed', async () => {
  const numbers = random('old orders');
  for (let round = 0; round < 4; round += 1) {
    const order = shop.order(numbers.integer(1, shop.orderCount));
    const answer = await get(`/orders/${order.id}`, { headers: as(order.customerId) });
    expect(answer.json).toEqual(order);
  }
});

check('contract', 'An order with each carrier is placed, and read again as it was answered', async () => {
  const numbers = random('new orders');
  await settle(numbers);
  const services = { kestrel: 'KX-DAY', postline: 'PL-SIGNED', overland: 'OV-GLOVE' } as const;
  for (const carrier of ['kestrel', 'postline', 'overland'] as const) {
    const wanted = parcel(numbers);
    const { customerId, addressId, items } = wanted;
    const placed = await orderAtPrice(wanted, carrier, services[carrier]);
    expect(placed.status).toBe(201);
    expect(placed.json).toMatchObject({ customerId, addressId, items, carrier, service: services[carrier] });
    const answer = await get(`/orders/${placed.json.id}`, { headers: as(customerId) });
    expect(answer.json).toEqual(placed.json);
  }
});

check('contract', 'All carriers are up when they are well', async () => {
  await settle(random('states'));
  const answer = await get('/carriers');
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({
    items: ['kestrel', 'postline', 'overland'].map((carrier) => ({ carrier, state: 'up' })),
  });
});
