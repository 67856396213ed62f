// Try them as often as you like; the hidden ones go further in every category.
import { check, expect, random } from 'proofload/checks';
import { balanceOf, entriesOf, ownerOf } from '../bank.ts';
import { Owner, expectProblem, newCard, newKey, sumOf, times, within } from '../client.ts';
import { paymentsOf, provider, tell, eventOf } from '../provider.ts';

const amount = (label: string): number => random(label).integer(1000, 90_000);

check('contract', 'An account can be opened', async () => {
  const opened = await new Owner('visible open').post('/accounts', { name: 'Holidays' });
  expect(opened).toMatchObject({ status: 201, json: { name: 'Holidays', balance: 0 } });
});

check('contract', 'A new account is empty, and a charge fills it', async () => {
  const owner = new Owner('visible charge');
  const account = await owner.open();
  expect((await owner.get(`/accounts/${account}`)).json).toMatchObject({
    id: account,
    name: 'Savings',
    balance: 0,
  });
  const answer = await owner.charge(account, amount('visible charge'));
  expect(answer.status).toBe(201);
  expect(answer.json).toMatchObject({
    accountId: account,
    amount: amount('visible charge'),
    status: 'succeeded',
    refunded: 0,
  });
  expect(await owner.balance(account)).toBe(amount('visible charge'));
});

check('contract', 'A transfer moves money between accounts', async () => {
  const owner = new Owner('visible transfer');
  const [from, to] = [await owner.open(5000), await owner.open()];
  const answer = await owner.transfer(from, to, 1200);
  expect(answer.status).toBe(201);
  expect(answer.json).toMatchObject({ from, to, amount: 1200 });
  expect([await owner.balance(from), await owner.balance(to)]).toEqual([3800, 1200]);
});

check('statement', 'An old account has the statement it always had', async () => {
  const account = random('visible statement').integer(100, 1000);
  const owner = new Owner(ownerOf(account));
  const { json } = await owner.get(`/accounts/${account}/entries`);
  expect(json.balance).toBe(balanceOf(account));
  expect(json.items).toMatchObject(entriesOf(account).slice(0, 20));
});

check('statement', 'Balance and entries agree after charges, refunds and transfers', async () => {
  const owner = new Owner('visible agree');
  const [account, other] = [await owner.open(), await owner.open()];
  const charge = await owner.charge(account, 10_000);
  await owner.refund(charge.json.id, 2500);
  await owner.transfer(account, other, 700);
  const entries = await owner.entries(account);
  expect(entries.map(({ kind, amount: cents }) => [kind, cents])).toEqual([
    ['transfer', -700],
    ['refund', -2500],
    ['charge', 10_000],
  ]);
  expect(await owner.balance(account)).toBe(sumOf(entries));
});

check('once', 'A charge that is sent twice happens once', async () => {
  const owner = new Owner('visible once');
  const account = await owner.open();
  const [card, key] = [newCard(), newKey()];
  const first = await owner.charge(account, 4200, card, { key });
  const second = await owner.charge(account, 4200, card, { key });
  expect(second.json.id).toBe(first.json.id);
  expect(await owner.balance(account)).toBe(4200);
  expect(await paymentsOf(card)).toBe(1);
});

check('refunds', 'Refunds are partial and never more than was charged', async () => {
  const owner = new Owner('visible refund');
  const account = await owner.open(50_000);
  const { id } = (await owner.charge(account, 3000)).json;
  expect((await owner.refund(id, 2000)).status).toBe(201);
  expectProblem(await owner.refund(id, 1001), 409, 'refund-too-large');
  expect((await owner.refund(id, 1000)).status).toBe(201);
  expect(await owner.charged(id)).toMatchObject({ refunded: 3000 });
  expect(await owner.balance(account)).toBe(50_000);
});

check('transfers', 'No more leaves an account than it holds', async () => {
  const owner = new Owner('visible overdraft');
  const [from, to] = [await owner.open(1000), await owner.open()];
  const answers = await times(5, () => owner.transfer(from, to, 400));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
  expect([await owner.balance(from), await owner.balance(to)]).toEqual([200, 800]);
});

check('webhooks', 'The provider’s event settles a charge', async () => {
  const owner = new Owner('visible event');
  const account = await owner.open();
  const charge = (await owner.charge(account, 1500, newCard('slow'))).json;
  expect(charge.status).toBe('pending');
  await within(5000, 'succeeded', async () => (await owner.charged(charge.id)).status === 'succeeded');
  expect(await owner.balance(account)).toBe(1500);
});

check('signature', 'An event without the provider’s signature is refused', async () => {
  const owner = new Owner('visible signature');
  const account = await owner.open();
  const charge = (await owner.charge(account, 100, newCard('declined'))).json;
  expect(charge.status).toBe('declined');
  expectProblem(await tell(eventOf(charge, 'succeeded'), 'ab'.repeat(32)), 401, 'unauthorized');
  expect((await tell(eventOf(charge, 'created'))).status).toBe(204);
});

check('provider', 'While the provider fails, a charge is pending, and sent again it succeeds', async () => {
  const owner = new Owner('visible failing');
  const account = await owner.open();
  const [card, key] = [newCard(), newKey()];
  await provider.behave({ fail: { status: 503, share: 1 } });
  const first = await owner.charge(account, 2500, card, { key });
  await provider.well();
  expect(first.status).toBe(202);
  expect(first.json.status).toBe('pending');
  const second = await owner.charge(account, 2500, card, { key });
  expect(second.json).toMatchObject({ id: first.json.id, status: 'succeeded' });
  expect(await owner.balance(account)).toBe(2500);
});

check('privacy', 'Accounts and charges of others are not there', async () => {
  const owner = new Owner('visible mine');
  const account = await owner.open(100);
  expectProblem(await owner.stranger().get(`/accounts/${account}`), 404, 'not-found');
});

check('input', 'Amounts that are none are refused', async () => {
  const owner = new Owner('visible input');
  const account = await owner.open();
  for (const wrong of [0, -5, 1.5, '100', null])
    expectProblem(
      await owner.post('/charges', { accountId: account, amount: wrong, card: newCard() }),
      400,
      'bad-request',
    );
});
