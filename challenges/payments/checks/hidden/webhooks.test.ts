// proofload-canary-8e2b6c54-1f7d-4a39-9c83-5b0e4d7a2f16
import { check, expect } from 'proofload/checks';
import type { Answer } from 'proofload/checks';
import { Owner, expectProblem, newCard, newKey, pause, times, within } from '../client.ts';
import { eventOf, provider, signatureOf, tell } from '../provider.ts';

/** A charge the provider knows nothing of, so that only our events decide. */
async function pendingCharge(
  owner: Owner,
  account: number,
  amount: number,
): Promise<{ id: string; amount: number }> {
  await provider.behave({ fail: { status: 503, share: 1 } });
  const answer = await owner.charge(account, amount);
  await provider.well();
  expect(answer.json).toMatchObject({ status: 'pending' });
  return answer.json;
}

check('webhooks', 'Events that come twice count once', async () => {
  const owner = new Owner('twice');
  const account = await owner.open();
  await provider.behave({ twice: true });
  const answers = [
    ...(await times(4, () => owner.charge(account, 100, newCard('slow')))),
    ...(await times(4, () => owner.charge(account, 1000))),
  ];
  for (const { json } of answers)
    await within(5000, 'succeeded', async () => (await owner.charged(json.id)).status === 'succeeded');
  await pause(400);
  expect(await owner.balance(account)).toBe(4400);
  expect(await owner.entries(account)).toHaveLength(8);
});

check('webhooks', 'One event, fifteen times at the same moment, counts once', async () => {
  const owner = new Owner('fifteen');
  const account = await owner.open();
  const charge = await pendingCharge(owner, account, 777);
  const answers = await times(15, () => tell(eventOf(charge, 'succeeded')));
  expect(answers.map(({ status }) => status)).toEqual(Array(15).fill(204));
  expect(await owner.charged(charge.id)).toMatchObject({ status: 'succeeded' });
  expect(await owner.balance(account)).toBe(777);
  expect(await owner.entries(account)).toHaveLength(1);
});

check('webhooks', 'What comes after a decision changes nothing', async () => {
  const owner = new Owner('after');
  const account = await owner.open();
  const charge = await pendingCharge(owner, account, 640);
  await tell(eventOf(charge, 'succeeded'));
  for (const status of ['created', 'declined', 'succeeded'] as const)
    expect((await tell(eventOf(charge, status))).status).toBe(204);
  expect(await owner.charged(charge.id)).toMatchObject({ status: 'succeeded' });
  expect(await owner.balance(account)).toBe(640);
});

check('webhooks', 'An event can decline a charge, and no later one revives it', async () => {
  const owner = new Owner('decline');
  const account = await owner.open(10);
  const charge = await pendingCharge(owner, account, 640);
  for (const status of ['created', 'declined', 'created', 'succeeded'] as const)
    expect((await tell(eventOf(charge, status))).status).toBe(204);
  expect(await owner.charged(charge.id)).toMatchObject({ status: 'declined' });
  expect(await owner.balance(account)).toBe(10);
});

check('webhooks', 'An event that overtakes the provider’s answer counts once', async () => {
  const owner = new Owner('overtaking');
  const account = await owner.open();
  const key = newKey();
  const card = newCard();
  await provider.behave({ delayMs: 1000 });
  const answer = await owner.charge(account, 4100, card, { key });
  expect(answer).toMatchObject({ status: 201, json: { status: 'succeeded' } });
  await pause(300);
  expect(await owner.charged(answer.json.id)).toMatchObject({ status: 'succeeded' });
  expect(await owner.balance(account)).toBe(4100);
});

check('webhooks', 'A charge that an event settled can be refunded', async () => {
  const owner = new Owner('refund settled');
  const account = await owner.open();
  const charge = (await owner.charge(account, 800, newCard('slow'))).json;
  await within(5000, 'succeeded', async () => (await owner.charged(charge.id)).status === 'succeeded');
  const refund = await owner.refund(charge.id, 300);
  expect(refund).toMatchObject({ status: 201, json: { status: 'succeeded' } });
  expect(await owner.balance(account)).toBe(500);
});

check('webhooks', 'Events about something unknown are taken and do nothing', async () => {
  const unknown = eventOf({ id: 'nobody-knows-me', amount: 100 }, 'succeeded');
  const odd = { ...unknown, type: 'customer.moved' };
  for (const answer of [await tell(unknown), await tell(odd)]) expect(answer.status).toBe(204);
});

check('signature', 'The signature is over the event as it was sent', async () => {
  const owner = new Owner('spaced');
  const account = await owner.open();
  const charge = await pendingCharge(owner, account, 900);
  const text = JSON.stringify(eventOf(charge, 'succeeded'), null, 4);
  const answer = await owner.send('POST', '/webhooks/provider', {
    body: text,
    headers: { 'provider-signature': signatureOf(text) },
  });
  expect(answer.status).toBe(204);
  expect(await owner.balance(account)).toBe(900);
});

check('signature', 'Events that are not signed by the provider are refused, and do nothing', async () => {
  const owner = new Owner('unsigned');
  const account = await owner.open();
  const charge = await pendingCharge(owner, account, 500_000);
  const event = eventOf(charge, 'succeeded');
  const text = JSON.stringify(event);
  const forged: (string | null)[] = [
    null,
    '',
    'undefined',
    signatureOf(text, 'undefined'),
    signatureOf(text, ' '),
    signatureOf(`${text} `),
    signatureOf(text).slice(0, 10),
    signatureOf(JSON.stringify(eventOf(charge, 'created'))),
  ];
  const answers: Answer[] = [];
  for (const signature of forged) answers.push(await tell(event, signature));
  for (const [at, answer] of answers.entries())
    expectProblem(answer, 401, 'unauthorized', `signature ${forged[at]}`);
  expect(await owner.charged(charge.id)).toMatchObject({ status: 'pending' });
  expect(await owner.balance(account)).toBe(0);
  expect((await tell(event)).status).toBe(204);
  expect(await owner.balance(account)).toBe(500_000);
});

check('signature', 'A body changed on the way is refused', async () => {
  const owner = new Owner('changed');
  const account = await owner.open();
  const [mine, other] = [
    await pendingCharge(owner, account, 10),
    await pendingCharge(owner, account, 90_000),
  ];
  const signature = signatureOf(JSON.stringify(eventOf(mine, 'succeeded')));
  expectProblem(await tell(eventOf(other, 'succeeded'), signature), 401, 'unauthorized');
  expect((await tell(eventOf(mine, 'succeeded'), signature)).status).toBe(204);
  expect(await owner.balance(account)).toBe(10);
});
