// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
import { check, expect, random } from 'proofload/checks';
import { Owner, expectProblem, newCard, sumOf, times } from '../client.ts';
import { provider, refundedTo } from '../provider.ts';

check('refunds', 'Ten refunds at once give back no more than was charged', async () => {
  const owner = new Owner('ten refunds');
  const account = await owner.open(50_000);
  const card = newCard();
  const { id } = (await owner.charge(account, 1000, card)).json;
  const answers = await times(10, () => owner.refund(id, 300));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  for (const answer of answers.filter(({ status }) => status !== 201))
    expectProblem(answer, 409, 'refund-too-large');
  expect(await owner.charged(id)).toMatchObject({ refunded: 900 });
  expect(await refundedTo(card)).toBe(900);
  expect(await owner.balance(account)).toBe(50_100);
});

check('refunds', 'Money that was spent cannot be refunded', async () => {
  const owner = new Owner('spent');
  const [account, other] = [await owner.open(), await owner.open()];
  const card = newCard();
  const { id } = (await owner.charge(account, 2000, card)).json;
  await owner.transfer(account, other, 1500);
  expectProblem(await owner.refund(id, 501), 409, 'insufficient-funds');
  expect(await owner.charged(id)).toMatchObject({ refunded: 0 });
  expect(await refundedTo(card)).toBe(0);
  expect((await owner.refund(id, 500)).status).toBe(201);
  expect(await owner.balance(account)).toBe(0);
});

check('refunds', 'What was not paid cannot be refunded', async () => {
  const owner = new Owner('not paid');
  const account = await owner.open(5000);
  const declined = (await owner.charge(account, 100, newCard('declined'))).json;
  await provider.behave({ fail: { status: 503, share: 1 } });
  const pending = (await owner.charge(account, 100)).json;
  await provider.well();
  for (const { id } of [declined, pending]) expectProblem(await owner.refund(id, 1), 409, 'not-refundable');
  expect(await owner.balance(account)).toBe(5000);
});

check('refunds', 'Refunds and transfers that race for the same money share it', async () => {
  const owner = new Owner('refund race');
  const [account, other] = [await owner.open(), await owner.open()];
  const { id } = (await owner.charge(account, 1000)).json;
  const refunds = times(8, () => owner.refund(id, 100));
  const answers = [...(await times(8, () => owner.transfer(account, other, 100))), ...(await refunds)];
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
  for (const answer of answers.filter(({ status }) => status !== 201))
    expectProblem(answer, 409, 'insufficient-funds');
  expect(await owner.balance(account)).toBe(0);
});

check('transfers', 'Forty transfers at once take no more than there is', async () => {
  const owner = new Owner('forty');
  const possible = random('forty').integer(9, 17);
  const from = await owner.open(possible * 70 + 69);
  const targets = [await owner.open(), await owner.open()];
  const answers = await times(40, (at) => owner.transfer(from, targets[at % 2] as number, 70));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(possible);
  for (const answer of answers.filter(({ status }) => status !== 201))
    expectProblem(answer, 409, 'insufficient-funds');
  expect(await owner.balance(from)).toBe(69);
  const received = await Promise.all(targets.map((target) => owner.balance(target)));
  expect(received.reduce((sum, amount) => sum + amount, 0)).toBe(possible * 70);
});

check('transfers', 'Transfers that cross each other all arrive', async () => {
  const owner = new Owner('crossing');
  const accounts = await times(4, () => owner.open(10_000));
  const numbers = random('crossing pairs');
  const pairs = Array.from({ length: 80 }, () => {
    const at = numbers.integer(0, 3);
    return [accounts[at] as number, accounts[(at + numbers.integer(1, 3)) % 4] as number] as const;
  });
  const answers = await Promise.all(pairs.map(([from, to]) => owner.transfer(from, to, 10)));
  expect(answers.map(({ status }) => status)).toEqual(Array(80).fill(201));
  for (const account of accounts) {
    const sent = pairs.filter(([from]) => from === account).length;
    const got = pairs.filter(([, to]) => to === account).length;
    expect(await owner.balance(account)).toBe(10_000 + 10 * (got - sent));
    expect(sumOf(await owner.entries(account))).toBe(10_000 + 10 * (got - sent));
  }
});

check('transfers', 'A circle of transfers at the limit neither makes nor loses money', async () => {
  const owner = new Owner('circle');
  const accounts = await times(3, () => owner.open(100));
  for (let round = 0; round < 6; round += 1) {
    const answers = await times(12, (at) =>
      owner.transfer(accounts[at % 3] as number, accounts[(at + 1) % 3] as number, 60),
    );
    for (const { status } of answers) expect([201, 409]).toContain(status);
    const balances = await Promise.all(accounts.map((account) => owner.balance(account)));
    for (const balance of balances) expect(balance).toBeGreaterThanOrEqual(0);
    expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(300);
  }
});

check('transfers', 'Charges, refunds and transfers of one account at once add up', async () => {
  const owner = new Owner('mixed');
  const [account, other] = [await owner.open(20_000), await owner.open(20_000)];
  const { id } = (await owner.charge(account, 5000)).json;
  const answers = await Promise.all([
    times(8, () => owner.charge(account, 11)),
    times(8, () => owner.refund(id, 13)),
    times(8, () => owner.transfer(account, other, 17)),
    times(8, () => owner.transfer(other, account, 19)),
  ]);
  expect(answers.flat().map(({ status }) => status)).toEqual(Array(32).fill(201));
  expect(await owner.balance(account)).toBe(25_000 + 8 * (11 - 13 - 17 + 19));
  expect(await owner.balance(other)).toBe(20_000 + 8 * (17 - 19));
  expect(sumOf(await owner.entries(account))).toBe(25_000);
});
