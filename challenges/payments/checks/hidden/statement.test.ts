// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
import { check, expect, random } from 'proofload/checks';
import { balanceOf, busiest, entriesOf, entryCountOf, ownerOf } from '../bank.ts';
import { Owner, sumOf } from '../client.ts';
import type { Entry } from '../client.ts';

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ownerFor = (account: number): Owner => new Owner(ownerOf(account));

check(
  'statement',
  'Entries are newest first, and pages follow each other without gap or repeat',
  async () => {
    const account = random('paging').integer(1, busiest);
    const owner = ownerFor(account);
    const seen: Entry[] = [];
    for (const limit of [7, 20, 33]) {
      const before = seen.length > 0 ? `&before=${seen.at(-1)?.id}` : '';
      const { json } = await owner.get(`/accounts/${account}/entries?limit=${limit}${before}`);
      expect(json.items).toHaveLength(limit);
      seen.push(...json.items);
    }
    expect(seen).toMatchObject(entriesOf(account).slice(0, 60));
    for (const { createdAt } of seen) expect(createdAt).toMatch(time);
  },
);

check('statement', 'The last page ends with the first entry', async () => {
  const account = random('last page').integer(busiest + 1, 1500);
  const owner = ownerFor(account);
  const all = await owner.entries(account);
  expect(all).toMatchObject(entriesOf(account));
  expect(all).toHaveLength(entryCountOf(account));
  const { json } = await owner.get(`/accounts/${account}/entries?before=${all.at(-1)?.id}`);
  expect(json).toEqual({ balance: balanceOf(account), items: [] });
});

check('statement', 'Lists are 20 long unless asked, and never longer than 100', async () => {
  const account = random('limits').integer(1, busiest);
  const owner = ownerFor(account);
  expect((await owner.get(`/accounts/${account}/entries`)).json.items).toHaveLength(20);
  expect((await owner.get(`/accounts/${account}/entries?limit=5000`)).json.items).toHaveLength(100);
});

check('statement', 'Every entry names the charge, refund or transfer it belongs to', async () => {
  const owner = new Owner('references');
  const [account, other] = [await owner.open(), await owner.open()];
  const charge = (await owner.charge(account, 900)).json;
  const refund = (await owner.refund(charge.id, 150)).json;
  const transfer = (await owner.transfer(account, other, 250)).json;
  expect(await owner.entries(account)).toMatchObject([
    { amount: -250, kind: 'transfer', reference: transfer.id },
    { amount: -150, kind: 'refund', reference: refund.id },
    { amount: 900, kind: 'charge', reference: charge.id },
  ]);
  expect(await owner.entries(other)).toMatchObject([
    { amount: 250, kind: 'transfer', reference: transfer.id },
  ]);
});

check('statement', 'Balance and entries of one answer agree while money moves', async () => {
  const owner = new Owner('moving');
  const [account, other] = [await owner.open(10_000), await owner.open(10_000)];
  const over = new AbortController();
  const moves = (async () => {
    for (let round = 0; round < 30; round += 1)
      await Promise.all([owner.transfer(account, other, 3 + round), owner.transfer(other, account, 2)]);
    over.abort();
  })();
  do {
    const { json } = await owner.get(`/accounts/${account}/entries?limit=100`);
    expect(json.balance).toBe(sumOf(json.items));
  } while (!over.signal.aborted);
  await moves;
});
