import { check, expect, get, random, request } from 'proofload/checks';
import { stub } from 'proofload/stub';
import {
  as,
  ask,
  askWell,
  expectInBudget,
  expectProblem,
  expectQuotes,
  forget,
  orderAtPrice,
  parcel,
  parcelTo,
  placeOrder,
  questionsTo,
  settle,
  trouble,
} from '../checkout.ts';
import { expectStatesOnly } from '../secrets.ts';
import * as shop from '../shop.ts';

// The example of every day: the same parcel each time.
const example = parcelTo(1000, [
  { productId: 12, quantity: 2 },
  { productId: 40, quantity: 1 },
]);

check('contract', 'A parcel is quoted as the three carriers say', async () => {
  await settle(random('visible contract'));
  expectQuotes(await askWell(example), example);
});

check('contract', 'A customer sees their addresses', async () => {
  const answer = await get('/addresses', { headers: as(17) });
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({ items: shop.addressesOf(17).map(shop.address) });
});

check('contract', 'An order is placed at the quoted price', async () => {
  await settle(random('visible order'));
  const answer = await orderAtPrice(example, 'kestrel', 'KX-STD');
  expect(answer.status).toBe(201);
  expect(answer.json).toMatchObject({ customerId: 1000, carrier: 'kestrel', service: 'KX-STD' });
});

check('input', 'An empty basket is refused', async () => {
  const body = { addressId: 17, items: [] };
  const answer = await request('POST', '/quotes', { body, headers: as(17), timeoutMs: 2000 });
  expectProblem(answer, 400, 'no items');
});

check('calls', 'What was asked a moment ago is not asked again', async () => {
  const numbers = random('visible calls');
  await settle(numbers);
  const wanted = parcel(numbers);
  await ask(wanted);
  await forget();
  expectQuotes(await ask(wanted), wanted);
  expect(await questionsTo('kestrel')).toBe(0);
});

check('partial', 'When a carrier fails, the others are shown', async () => {
  const numbers = random('visible partial');
  await settle(numbers);
  await trouble(['overland'], { fail: { status: 503, share: 1 } });
  const wanted = parcel(numbers);
  expectQuotes(await ask(wanted), wanted, ['overland']);
});

check('budget', 'When a carrier hangs, the answer comes in time', async () => {
  const numbers = random('visible budget');
  await settle(numbers);
  await trouble(['kestrel'], { hang: 1 });
  await expectInBudget(numbers, ['kestrel']);
});

check('breaker', 'A carrier that keeps failing is left alone', async () => {
  const numbers = random('visible breaker');
  await settle(numbers);
  await trouble(['postline'], { fail: { status: 500, share: 1 } });
  for (let round = 0; round < 12; round += 1) await ask(parcel(numbers, ['IT', 'ES']));
  expect(await stub('postline').count()).toBeGreaterThan(4);
  const before = await stub('postline').count();
  for (let round = 0; round < 5; round += 1) await ask(parcel(numbers, ['IT', 'ES']));
  expect((await stub('postline').count()) - before).toBeLessThanOrEqual(3);
});

check('limits', 'Nothing is asked of a carrier that said "slow down"', async () => {
  const numbers = random('visible limits');
  await settle(numbers);
  await trouble(['kestrel'], { perSecond: 0 });
  await ask(parcel(numbers));
  const before = await questionsTo('kestrel');
  for (let round = 0; round < 3; round += 1) await ask(parcel(numbers, ['SE']));
  expect((await questionsTo('kestrel')) - before).toBe(0);
});

check('prices', 'A price that the client makes up is refused, and the right one told', async () => {
  await settle(random('visible prices'));
  const { answer } = await placeOrder(example, { carrier: 'kestrel', service: 'KX-STD', cents: 1 });
  expectProblem(answer, 409, 'an order for one cent');
  expect(answer.json.cents).toBeGreaterThan(500);
});

check('privacy', 'The address of another customer does not exist', async () => {
  const { items } = example;
  const answer = await request('POST', '/quotes', { body: { addressId: 1000, items }, headers: as(999) });
  expectProblem(answer, 404, "another customer's address");
});

check('injection', 'A customer who is SQL is nobody', async () => {
  const answer = await get('/addresses', { headers: as('1 or true') });
  expectProblem(answer, 401, 'x-customer: 1 or true');
});

check('secrets', 'The list of carriers tells their state and nothing else', async () => {
  const answer = await get('/carriers');
  expectStatesOnly(answer);
});
