// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
import { check, expect } from 'proofload/checks';
import { accountCount } from '../bank.ts';
import { Owner, expectProblem, newCard } from '../client.ts';

check('input', 'Bodies that are not as agreed are refused', async () => {
  const owner = new Owner('bad bodies');
  const account = await owner.open(100);
  const card = newCard();
  const bodies: [path: string, body: unknown][] = [
    ['/charges', {}],
    ['/charges', { accountId: account, amount: 10_000_001, card }],
    ['/charges', { accountId: account, amount: 100 }],
    ['/charges', { accountId: account, amount: 100, card: 'Visa 4711' }],
    ['/charges', { accountId: 'mine', amount: 100, card }],
    ['/charges', '{"accountId":'],
    ['/charges', '[]'],
    ['/transfers', { from: account, to: account, amount: 1 }],
    ['/transfers', { from: account, amount: 1 }],
    ['/transfers', { from: account, to: account + 1, amount: 1e21 }],
    ['/transfers', { from: account, to: account + 1, amount: -50 }],
  ];
  for (const [path, body] of bodies)
    expectProblem(await owner.post(path, body), 400, 'bad-request', `${path} ${JSON.stringify(body)}`);
});

check('input', 'Limits and marks of pages that are none are refused', async () => {
  const owner = new Owner('bad pages');
  const account = await owner.open(100);
  for (const query of ['limit=0', 'limit=-1', 'limit=ten', 'limit=1.5', 'before=0', 'before=last'])
    expectProblem(await owner.get(`/accounts/${account}/entries?${query}`), 400, 'bad-request', query);
});

check('input', 'A key that is missing or too long is refused', async () => {
  const owner = new Owner('bad keys');
  const [account, other] = [await owner.open(100), await owner.open()];
  for (const key of [null, 'k'.repeat(101)]) {
    expectProblem(await owner.charge(account, 10, newCard(), { key }), 400, 'bad-request');
    expectProblem(await owner.transfer(account, other, 10, { key }), 400, 'bad-request');
  }
  expect(await owner.balance(account)).toBe(100);
});

check('input', 'What does not exist is a 404', async () => {
  const owner = new Owner('nothing');
  const account = await owner.open(100);
  const missing = accountCount + 1_000_000;
  for (const path of [
    `/accounts/${missing}`,
    '/accounts/99999999999',
    '/accounts/abc/entries',
    '/charges/none',
    '/nowhere',
  ])
    expectProblem(await owner.get(path), 404, 'not-found', path);
  expectProblem(await owner.charge(missing, 100), 404, 'not-found');
  expectProblem(await owner.transfer(account, missing, 1), 404, 'not-found');
  expectProblem(await owner.refund('none', 1), 404, 'not-found');
});
