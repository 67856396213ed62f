// proofload-canary-8be4d17a-2c60-4f3e-9d05-b7a1c96e38f2
import { check, expect, random } from 'proofload/checks';
import { stub } from 'proofload/stub';
import {
  ask,
  askWell,
  expectQuotes,
  forget,
  orderAtPrice,
  parcel,
  parcelTo,
  placeOrder,
  questionsTo,
  settle,
  trouble,
  twin,
} from '../checkout.ts';
import type { Parcel } from '../checkout.ts';
import { carriers } from '../prices.ts';
import * as shop from '../shop.ts';

const sessions = async () =>
  (await stub('postline').calls()).filter(({ path }) => path === '/sessions').length;

check('calls', 'The same parcel is asked for once in a while, not every time', async () => {
  const numbers = random('again');
  await settle(numbers);
  const wanted = parcel(numbers);
  await askWell(wanted);
  await forget();
  for (let round = 0; round < 4; round += 1) expectQuotes(await ask(wanted), wanted);
  for (const name of carriers) expect(await questionsTo(name), `questions to ${name}`).toBe(0);
});

check('calls', 'Twenty who ask for the same at once are one question', async () => {
  const numbers = random('twenty');
  await settle(numbers);
  // Where Overland does not deliver: who asks it twenty times meets its limit, which is another check's matter.
  const wanted = parcel(numbers, ['IT', 'ES']);
  await forget();
  const all = await Promise.all(Array.from({ length: 20 }, () => ask(wanted)));
  for (const asked of all) expectQuotes(asked, wanted);
  // Asking kestrel a second time is allowed.
  expect(await questionsTo('kestrel')).toBeLessThanOrEqual(2);
  expect(await questionsTo('postline')).toBeLessThanOrEqual(2);
});

check('calls', 'The same country, postcode and weight is the same question, whoever asks', async () => {
  const numbers = random('twins');
  await settle(numbers);
  const first = parcel(numbers);
  const other = twin(first);
  await askWell(first);
  await forget();
  expectQuotes(await ask(other), other);
  for (const name of carriers) expect(await questionsTo(name), `questions to ${name}`).toBe(0);
});

check('calls', 'Another postcode or weight is another question', async () => {
  const numbers = random('other questions');
  await settle(numbers);
  const first = parcel(numbers);
  await askWell(first);
  const [item] = first.items as [shop.Item];
  const heavier = parcelTo(first.addressId, [{ ...item, quantity: item.quantity + 1 }]);
  // Eight ids on is the next postcode of the same country.
  const elsewhere = parcelTo(1 + ((first.addressId + 7) % shop.addressCount), first.items);
  for (const wanted of [heavier, elsewhere]) {
    await forget();
    expectQuotes(await ask(wanted), wanted);
    for (const name of carriers) expect(await questionsTo(name), `questions to ${name}`).toBeGreaterThan(0);
  }
});

check('calls', 'A carrier without a contract is not asked', async () => {
  const numbers = random('not asked');
  await settle(numbers);
  await forget();
  const wanted = parcel(numbers, ['SE']);
  expectQuotes(await ask(wanted), wanted);
  expect(await questionsTo('kestrel')).toBeGreaterThan(0);
  expect(await stub('postline').count()).toBe(0);
  expect(await stub('overland').count()).toBe(0);
});

check('calls', 'A session serves many questions', async () => {
  const numbers = random('sessions');
  await settle(numbers);
  await forget();
  for (let round = 0; round < 8; round += 1) await ask(parcel(numbers, ['IT', 'ES']));
  expect(await questionsTo('postline')).toBeGreaterThanOrEqual(8);
  expect(await sessions()).toBeLessThanOrEqual(1);
});

check('calls', 'A session that is over is replaced without anybody noticing', async () => {
  const numbers = random('session over');
  await settle(numbers);
  await forget();
  for (let round = 0; round < 11; round += 1) {
    const wanted = Array.from({ length: 10 }, () => parcel(numbers, ['IT', 'ES']));
    const all = await Promise.all(wanted.map(ask));
    for (const [at, asked] of all.entries()) expectQuotes(asked, wanted[at] as (typeof wanted)[0]);
  }
  // One would do; each of the ten that were out when it ended may have opened its own.
  expect(await sessions()).toBeLessThanOrEqual(11);
});

check('calls', 'An order asks its own carrier only', async () => {
  const numbers = random('own carrier');
  await settle(numbers);
  const wanted = parcel(numbers);
  expect((await orderAtPrice(wanted, 'postline', 'PL-PARCEL')).status).toBe(201);
  await forget();
  const fresh = parcel(numbers);
  const placed = await orderOnly(fresh);
  expect([201, 409]).toContain(placed);
  expect(await questionsTo('kestrel'), 'questions to kestrel').toBeGreaterThan(0);
  expect(await questionsTo('postline'), 'questions to postline').toBe(0);
  expect(await questionsTo('overland'), 'questions to overland').toBe(0);
});

async function orderOnly(wanted: Parcel): Promise<number> {
  const { answer } = await placeOrder(wanted, { carrier: 'kestrel', service: 'KX-STD', cents: 999 });
  return answer.status;
}

check('calls', 'A question that failed is asked once more at most', async () => {
  const numbers = random('retries');
  await settle(numbers);
  await forget();
  await trouble(['kestrel', 'overland'], { fail: { status: 500, share: 1 } });
  await ask(parcel(numbers));
  expect(await questionsTo('kestrel')).toBeLessThanOrEqual(2);
  expect(await questionsTo('overland')).toBeLessThanOrEqual(2);
});

check('calls', 'A failure is not kept', async () => {
  const numbers = random('failure not kept');
  await settle(numbers);
  const wanted = parcel(numbers);
  await trouble(['kestrel', 'postline'], { fail: { status: 502, share: 1 } });
  await askWell(wanted);
  await forget();
  expectQuotes(await askWell(wanted), wanted);
});
