// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
import { check, expect, random } from 'proofload/checks';
import { Owner, expectProblem, newCard, newKey, times } from '../client.ts';
import { paymentsOf, provider, refundedTo } from '../provider.ts';

const amount = (label: string): number => random(label).integer(1000, 90_000);

check('once', 'Twelve of the same charge at the same moment are one', async () => {
  const owner = new Owner('same charge');
  const account = await owner.open();
  const [card, key, cents] = [newCard(), newKey(), amount('same charge')];
  const answers = await times(12, () => owner.charge(account, cents, card, { key }));
  for (const { status } of answers) expect([201, 202, 409]).toContain(status);
  const last = await owner.charge(account, cents, card, { key });
  expect(last).toMatchObject({ status: 201, json: { status: 'succeeded' } });
  const ids = answers.filter(({ status }) => status < 300).map(({ json }) => json.id);
  expect(new Set([...ids, last.json.id]).size).toBe(1);
  expect(await paymentsOf(card)).toBe(1);
  expect(await owner.balance(account)).toBe(cents);
  expect(await owner.entries(account)).toHaveLength(1);
});

check('once', 'Twelve of the same transfer at the same moment are one', async () => {
  const owner = new Owner('same transfer');
  const [from, to] = [await owner.open(9000), await owner.open()];
  const key = newKey();
  const answers = await times(12, () => owner.transfer(from, to, 500, { key }));
  for (const { status } of answers) expect([201, 409]).toContain(status);
  const last = await owner.transfer(from, to, 500, { key });
  expect(last.status).toBe(201);
  for (const { json } of answers.filter(({ status }) => status === 201)) expect(json).toEqual(last.json);
  expect([await owner.balance(from), await owner.balance(to)]).toEqual([8500, 500]);
});

check('once', 'Eight of the same refund at the same moment are one', async () => {
  const owner = new Owner('same refund');
  const account = await owner.open();
  const [card, key] = [newCard(), newKey()];
  const { id } = (await owner.charge(account, 8000, card)).json;
  const answers = await times(8, () => owner.refund(id, 900, { key }));
  for (const { status } of answers) expect([201, 202, 409]).toContain(status);
  expect((await owner.refund(id, 900, { key })).status).toBe(201);
  expect(await owner.charged(id)).toMatchObject({ refunded: 900 });
  expect(await refundedTo(card)).toBe(900);
  expect(await owner.balance(account)).toBe(7100);
});

check('once', 'A charge whose answer from the provider was lost is not made again', async () => {
  const owner = new Owner('lost answer');
  const account = await owner.open();
  const [card, key, cents] = [newCard(), newKey(), amount('lost answer')];
  await provider.behave({ cut: 1 });
  for (const { status } of [
    await owner.charge(account, cents, card, { key }),
    await owner.charge(account, cents, card, { key }),
  ])
    expect([201, 202]).toContain(status);
  await provider.well();
  const last = await owner.charge(account, cents, card, { key });
  expect(last).toMatchObject({ status: 201, json: { status: 'succeeded' } });
  expect(await paymentsOf(card)).toBe(1);
  expect(await owner.balance(account)).toBe(cents);
});

check('once', 'A refund whose answer from the provider was lost is not made again', async () => {
  const owner = new Owner('lost refund');
  const account = await owner.open();
  const [card, key] = [newCard(), newKey()];
  const { id } = (await owner.charge(account, 6000, card)).json;
  await provider.behave({ cut: 1 });
  await owner.refund(id, 1000, { key });
  await owner.refund(id, 1000, { key });
  await provider.well();
  expect(await owner.refund(id, 1000, { key })).toMatchObject({ status: 201, json: { status: 'succeeded' } });
  expect(await refundedTo(card)).toBe(1000);
  expect(await owner.balance(account)).toBe(5000);
});

check('once', 'A charge that is sent again while the provider still thinks is one', async () => {
  const owner = new Owner('impatient');
  const account = await owner.open();
  const [card, key, cents] = [newCard(), newKey(), amount('impatient')];
  await provider.behave({ delayMs: 1200 });
  const answers = await times(3, () => owner.charge(account, cents, card, { key }));
  for (const { status } of answers) expect([201, 202, 409]).toContain(status);
  await provider.well();
  expect((await owner.charge(account, cents, card, { key })).json).toMatchObject({ status: 'succeeded' });
  expect(await paymentsOf(card)).toBe(1);
  expect(await owner.balance(account)).toBe(cents);
});

check('once', 'A key that was used for something else is refused, and does nothing', async () => {
  const owner = new Owner('other body');
  const [account, other] = [await owner.open(5000), await owner.open()];
  const key = newKey();
  const card = newCard();
  expect((await owner.charge(account, 100, card, { key })).status).toBe(201);
  expectProblem(await owner.charge(account, 101, card, { key }), 422, 'key-reused');
  expectProblem(await owner.charge(other, 100, card, { key }), 422, 'key-reused');
  expectProblem(await owner.transfer(account, other, 100, { key }), 422, 'key-reused');
  expect(await paymentsOf(card)).toBe(1);
  expect([await owner.balance(account), await owner.balance(other)]).toEqual([5100, 0]);
});

check('once', 'Two owners may use the same key', async () => {
  const owner = new Owner('shared key');
  const other = owner.stranger();
  const [mine, yours] = [await owner.open(), await other.open()];
  const key = newKey();
  const answers = [
    await owner.charge(mine, 300, newCard(), { key }),
    await other.charge(yours, 400, newCard(), { key }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect([await owner.balance(mine), await other.balance(yours)]).toEqual([300, 400]);
});

check('once', 'What was refused used no key', async () => {
  const owner = new Owner('free key');
  const [from, to] = [await owner.open(100), await owner.open()];
  const key = newKey();
  expectProblem(await owner.transfer(from, to, 150, { key }), 409, 'insufficient-funds');
  await owner.charge(from, 100);
  expect((await owner.transfer(from, to, 150, { key })).status).toBe(201);
  expect([await owner.balance(from), await owner.balance(to)]).toEqual([50, 150]);
});
