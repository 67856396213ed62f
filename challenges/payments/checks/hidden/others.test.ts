// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
import { check, expect, get, random, request } from 'proofload/checks';
import { Owner, expectProblem, newCard, newKey } from '../client.ts';
import { provider, paymentsOf } from '../provider.ts';
import { expectNothingInternal } from '../secrets.ts';

check('privacy', 'Nobody reads what others own', async () => {
  const owner = new Owner('reading');
  const account = await owner.open();
  const charge = (await owner.charge(account, 100)).json;
  for (const path of [`/accounts/${account}`, `/accounts/${account}/entries`, `/charges/${charge.id}`]) {
    expect((await owner.get(path)).status, path).toBe(200);
    expectProblem(await owner.stranger().get(path), 404, 'not-found', path);
  }
});

check('privacy', 'Nobody moves what others own', async () => {
  const owner = new Owner('moving');
  const thief = owner.stranger();
  const [account, theirs] = [await owner.open(), await thief.open()];
  const charge = (await owner.charge(account, 9000)).json;
  const card = newCard();
  expectProblem(await thief.transfer(account, theirs, 100), 404, 'not-found');
  expectProblem(await thief.refund(charge.id, 100), 404, 'not-found');
  expectProblem(await thief.charge(account, 100, card), 404, 'not-found');
  expect(await paymentsOf(card)).toBe(0);
  expect(await owner.balance(account)).toBe(9000);
  expect(await owner.charged(charge.id)).toMatchObject({ refunded: 0 });
});

check('privacy', 'Another owner’s key gives away nothing', async () => {
  const owner = new Owner('key');
  const [account, key] = [await owner.open(500), newKey()];
  const other = await owner.open();
  expect((await owner.transfer(account, other, 200, { key })).status).toBe(201);
  expectProblem(await owner.stranger().transfer(account, other, 200, { key }), 404, 'not-found');
});

check('privacy', 'Without the token of an owner there is nothing', async () => {
  const owner = new Owner('token');
  const account = await owner.open(100);
  const tokens = [undefined, 'Bearer', 'Bearer nobody', 'Basic YTpi'];
  for (const authorization of tokens) {
    const headers = { 'idempotency-key': newKey(), ...(authorization && { authorization }) };
    const body = { from: account, to: 1, amount: 1 };
    const answers = [
      await request('GET', `/accounts/${account}`, { headers }),
      await request('GET', `/accounts/${account}/entries`, { headers }),
      await request('POST', '/transfers', { headers, body }),
      await request('POST', '/accounts', { headers, body: { name: 'x' } }),
    ];
    for (const answer of answers) expectProblem(answer, 401, 'unauthorized', String(authorization));
  }
  expect(await owner.balance(account)).toBe(100);
});

check('injection', 'Text from outside stays text', async () => {
  const owner = new Owner('text');
  const account = await owner.open(1000);
  const name = "Robert'); update accounts set owner_id = 1; --";
  const opened = await owner.post('/accounts', { name });
  expect(opened.json).toMatchObject({ name });
  expect((await owner.get(`/accounts/${opened.json.id}`)).json).toMatchObject({ name });
  const key = "k'||(select'1')||'";
  const keys = [`${key}${newKey()}`, `${newKey()}';delete/**/from/**/entries;--`];
  for (const each of keys)
    expect((await owner.charge(account, 10, newCard(), { key: each })).status).toBe(201);
  expect(await owner.balance(account)).toBe(1020);
});

check('injection', 'Conditions in numbers and ids select nothing', async () => {
  const owner = new Owner('conditions');
  const account = await owner.open(1000);
  for (const path of [
    `/accounts/${account} or 1=1`,
    "/charges/x' or '1'='1",
    "/charges/' union select token from owners --",
  ]) {
    const answer = await owner.get(encodeURI(path));
    expect([400, 404], path).toContain(answer.status);
    expectNothingInternal(answer.text);
  }
  const before = encodeURIComponent('1) union select 1,2,3,4,5 --');
  expectProblem(await owner.get(`/accounts/${account}/entries?before=${before}`), 400, 'bad-request');
  const headers = { authorization: "Bearer '/**/or/**/1=1--" };
  expectProblem(await get(`/accounts/${account}`, { headers }), 401, 'unauthorized');
  expect(await owner.balance(account)).toBe(1000);
});

check('limits', 'Fields that are ours to set are ours', async () => {
  const owner = new Owner('assignment');
  const stranger = owner.stranger();
  const opened = await owner.post('/accounts', {
    name: 'Mine',
    balance: 5000,
    id: 1,
    ownerId: stranger.id,
    owner_id: stranger.id,
  });
  expect(opened.json).toMatchObject({ name: 'Mine', balance: 0 });
  const account: number = opened.json.id;
  expect(await owner.balance(account)).toBe(0);
  await provider.behave({ fail: { status: 503, share: 1 } });
  const body = {
    accountId: account,
    amount: 100,
    card: newCard(),
    status: 'succeeded',
    refunded: -100,
    id: 'mine',
  };
  const charge = await owner.post('/charges', body);
  await provider.well();
  expect(charge.json).toMatchObject({ status: 'pending', refunded: 0 });
  expect(charge.json.id).not.toBe('mine');
  expect(await owner.balance(account)).toBe(0);
});

check('limits', 'What is too large is refused', async () => {
  const owner = new Owner('large');
  const huge = 'x'.repeat(random('large').integer(3_000_000, 4_000_000));
  const answer = await owner.post('/accounts', { name: huge });
  expect([400, 413]).toContain(answer.status);
  expectProblem(await owner.post('/accounts', { name: 'x'.repeat(101) }), 400, 'bad-request');
  expectProblem(await owner.post('/accounts', { name: 'a\u0000b' }), 400, 'bad-request');
  const account = await owner.open(10);
  expectProblem(await owner.charge(account, 10, `card_${'x'.repeat(5000)}`), 400, 'bad-request');
});

check('limits', 'Errors tell nothing about the inside', async () => {
  const owner = new Owner('errors');
  const account = await owner.open(10);
  await provider.behave({ garbage: 1 });
  const answers = [
    await owner.charge(account, 10),
    await owner.post('/charges', '{"a":'),
    await owner.get('/accounts/%00'),
    await owner.get('/charges/%00'),
    await owner.post('/charges', { accountId: { $gt: 0 }, amount: [1], card: {} }),
    await owner.transfer(account, 2 ** 40, 1),
    await owner.get(`/accounts/${account}/entries?limit=1&limit=2`),
  ];
  for (const { status, text } of answers) {
    expect(status).toBeLessThan(500);
    expectNothingInternal(text);
  }
});
