// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
import { check, expect, random } from 'proofload/checks';
import { balanceOf, busiest, ownerOf } from '../bank.ts';
import { Owner, newCard } from '../client.ts';

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const id = /^[\w-]{1,64}$/;

const ownerFor = (account: number): Owner => new Owner(ownerOf(account));

check('contract', 'Accounts have exactly the agreed fields', async () => {
  const owner = new Owner('account fields');
  const opened = await owner.post('/accounts', { name: 'Büro № 7' });
  expect(opened.status).toBe(201);
  expect(opened.json).toEqual({
    id: expect.any(Number),
    name: 'Büro № 7',
    balance: 0,
    createdAt: expect.stringMatching(time),
  });
  expect((await owner.get(`/accounts/${opened.json.id}`)).json).toEqual(opened.json);
});

check('contract', 'Old accounts have their balances', async () => {
  const numbers = random('old balances');
  for (let round = 0; round < 8; round += 1) {
    const account = numbers.integer(busiest + 1, 1500);
    const { json } = await ownerFor(account).get(`/accounts/${account}`);
    expect(json).toMatchObject({ id: account, name: `Account ${account}`, balance: balanceOf(account) });
  }
});

check('contract', 'Balances beyond 2^31 are exact numbers', async () => {
  const account = random('large').integer(1, busiest);
  const { json } = await ownerFor(account).get(`/accounts/${account}`);
  expect(json.balance).toBe(balanceOf(account));
});

check('contract', 'Charges have exactly the agreed fields', async () => {
  const owner = new Owner('charge fields');
  const accountId = await owner.open();
  const card = newCard();
  const answer = await owner.charge(accountId, 9_999_999, card);
  expect(answer.status).toBe(201);
  expect(answer.json).toEqual({
    id: expect.stringMatching(id),
    accountId,
    amount: 9_999_999,
    card,
    status: 'succeeded',
    refunded: 0,
    createdAt: expect.stringMatching(time),
  });
  expect((await owner.get(`/charges/${answer.json.id}`)).json).toEqual(answer.json);
});

check('contract', 'A declined card changes no balance', async () => {
  const owner = new Owner('declined');
  const account = await owner.open(700);
  const answer = await owner.charge(account, 5000, newCard('declined'));
  expect(answer.status).toBe(201);
  expect(answer.json).toMatchObject({ status: 'declined', refunded: 0 });
  expect(await owner.balance(account)).toBe(700);
  expect(await owner.entries(account)).toHaveLength(1);
});

check('contract', 'Refunds and transfers have exactly the agreed fields', async () => {
  const owner = new Owner('refund fields');
  const [from, to] = [await owner.open(8000), await owner.open()];
  const charge = (await owner.charge(from, 4000)).json;
  const refund = await owner.refund(charge.id, 1);
  expect(refund.status).toBe(201);
  expect(refund.json).toEqual({
    id: expect.stringMatching(id),
    chargeId: charge.id,
    amount: 1,
    status: 'succeeded',
    createdAt: expect.stringMatching(time),
  });
  const transfer = await owner.transfer(from, to, 11_999);
  expect(transfer.status).toBe(201);
  expect(transfer.json).toEqual({
    id: expect.stringMatching(id),
    from,
    to,
    amount: 11_999,
    createdAt: expect.stringMatching(time),
  });
});

check('contract', 'Money can be sent to accounts of others', async () => {
  const mine = new Owner('sender');
  const other = mine.stranger();
  const [from, to] = [await mine.open(500), await other.open()];
  expect((await mine.transfer(from, to, 500)).status).toBe(201);
  expect([await mine.balance(from), await other.balance(to)]).toEqual([0, 500]);
});
