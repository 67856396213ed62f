// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
import { check, expect } from 'proofload/checks';
import { Owner, newCard, newKey, times, within } from '../client.ts';
import { paymentsOf, provider, refundedTo } from '../provider.ts';

check(
  'provider',
  'While the provider hangs, charges are answered in five seconds, and everything else at once',
  async () => {
    const owner = new Owner('hanging');
    const [account, other] = [await owner.open(10_000), await owner.open()];
    const cards = Array.from({ length: 30 }, () => newCard());
    await provider.behave({ hang: 1 });
    const charges = cards.map((card) => owner.charge(account, 10, card, { timeoutMs: 5500 }));
    const waiting = Promise.all(charges);
    waiting.catch(() => {});
    const began = performance.now();
    for (let round = 0; round < 5; round += 1) {
      expect((await owner.transfer(account, other, 100, { timeoutMs: 2000 })).status).toBe(201);
      expect(await owner.balance(other)).toBe(100 * (round + 1));
    }
    expect(performance.now() - began, 'ms for five transfers and five balances').toBeLessThan(2000);
    for (const { status } of await waiting) expect([201, 202]).toContain(status);
  },
);

check('provider', 'A charge the provider is too slow for succeeds by its event', async () => {
  const owner = new Owner('too slow');
  const account = await owner.open();
  const [card, key] = [newCard('late'), newKey()];
  const answer = await owner.charge(account, 3300, card, { key, timeoutMs: 5500 });
  expect([201, 202]).toContain(answer.status);
  await within(4000, 'succeeded', async () => (await owner.charged(answer.json.id)).status === 'succeeded');
  expect(await owner.charge(account, 3300, card, { key })).toMatchObject({
    status: 201,
    json: { id: answer.json.id },
  });
  expect(await paymentsOf(card)).toBe(1);
  expect(await owner.balance(account)).toBe(3300);
});

check('provider', 'A garbled or cut answer is no decision: the event decides', async () => {
  const owner = new Owner('garbled');
  const account = await owner.open();
  for (const behaviour of [{ garbage: 1 }, { cut: 1 }]) {
    await provider.behave(behaviour);
    const answer = await owner.charge(account, 1000);
    expect([201, 202], JSON.stringify(behaviour)).toContain(answer.status);
    await within(4000, 'succeeded', async () => (await owner.charged(answer.json.id)).status === 'succeeded');
  }
  expect(await owner.balance(account)).toBe(2000);
});

check(
  'provider',
  'While the provider refuses everything, charges stay pending, and count for nothing',
  async () => {
    const owner = new Owner('refusing');
    const account = await owner.open(50);
    for (const status of [429, 500]) {
      const [card, key] = [newCard(), newKey()];
      await provider.behave({ fail: { status, share: 1 } });
      const answer = await owner.charge(account, 700, card, { key });
      expect(answer).toMatchObject({ status: 202, json: { status: 'pending' } });
      expect(await owner.charged(answer.json.id)).toMatchObject({ status: 'pending' });
      expect(await owner.balance(account)).toBe(50);
      expect(await owner.entries(account)).toHaveLength(1);
    }
  },
);

check('provider', 'A charge that stayed pending succeeds when it is sent again', async () => {
  const owner = new Owner('again');
  const account = await owner.open();
  const [card, key] = [newCard(), newKey()];
  await provider.behave({ fail: { status: 500, share: 1 } });
  const first = await owner.charge(account, 1900, card, { key });
  await provider.well();
  const second = await owner.charge(account, 1900, card, { key });
  expect(second).toMatchObject({ status: 201, json: { id: first.json.id, status: 'succeeded' } });
  expect(await owner.charge(account, 1900, card, { key })).toMatchObject({ status: 201, json: second.json });
  expect(await owner.balance(account)).toBe(1900);
  expect(await paymentsOf(card)).toBe(1);
});

check(
  'provider',
  'A refund takes the money at once, and is given back when the provider is well again',
  async () => {
    const owner = new Owner('refund later');
    const account = await owner.open();
    const [card, key] = [newCard(), newKey()];
    const { id } = (await owner.charge(account, 2000, card)).json;
    await provider.behave({ fail: { status: 503, share: 1 } });
    const first = await owner.refund(id, 600, { key });
    expect(first).toMatchObject({ status: 202, json: { status: 'pending' } });
    expect(await owner.balance(account)).toBe(1400);
    expect(await owner.charged(id)).toMatchObject({ refunded: 600 });
    await provider.well();
    expect(await owner.refund(id, 600, { key })).toMatchObject({
      status: 201,
      json: { id: first.json.id, status: 'succeeded' },
    });
    expect(await refundedTo(card)).toBe(600);
    expect(await owner.balance(account)).toBe(1400);
  },
);

check('provider', 'Many charges at once all succeed', async () => {
  const owner = new Owner('many');
  const account = await owner.open();
  await provider.behave({ delayMs: 200 });
  const answers = await times(25, (at) => owner.charge(account, 100 + at));
  expect(answers.map(({ json }) => json.status)).toEqual(Array(25).fill('succeeded'));
  expect(await owner.balance(account)).toBe(2800);
});
