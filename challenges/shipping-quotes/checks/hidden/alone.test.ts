// proofload-canary-8be4d17a-2c60-4f3e-9d05-b7a1c96e38f2
import { check, expect, get, random } from 'proofload/checks';
import type { Random } from 'proofload/checks';
import { stub } from 'proofload/stub';
import type { Call } from 'proofload/stub';
import {
  ask,
  askWell,
  expectQuotes,
  forget,
  parcel,
  pause,
  questionsTo,
  settle,
  trouble,
} from '../checkout.ts';
import type { Carrier } from '../prices.ts';

// Postline delivers there, Overland does not: its limit is out of the way.
const south = ['IT', 'ES'];

async function askFor(numbers: Random, count: number, countries = south): Promise<void> {
  for (let round = 0; round < count; round += 1) await ask(parcel(numbers, countries));
}

const stateOf = async (name: Carrier): Promise<string> => {
  const { json } = await get('/carriers');
  return json?.items?.find((item: { carrier: string }) => item.carrier === name)?.state;
};

async function backWithin(ms: number, name: Carrier, numbers: Random): Promise<void> {
  const until = Date.now() + ms;
  for (;;) {
    const { answer } = await ask(parcel(numbers, south));
    if (answer.json?.carriers?.[name] === 'ok') return;
    expect(Date.now(), `${name} is well, and not back`).toBeLessThan(until);
    await pause(50);
  }
}

check('breaker', 'After five failures a carrier is left alone, is down, and comes back', async () => {
  const numbers = random('five failures');
  await settle(numbers);
  await trouble(['kestrel'], { fail: { status: 503, share: 1 } });
  await askFor(numbers, 7);
  await forget();
  await trouble(['kestrel'], { fail: { status: 503, share: 1 } });
  const until = Date.now() + 1500;
  let asked = 0;
  for (; Date.now() < until; asked += 1) await ask(parcel(numbers, south));
  expect(asked).toBeGreaterThan(4);
  // Two tries, each asked twice.
  expect(await questionsTo('kestrel'), `questions to kestrel for ${asked} quotes`).toBeLessThanOrEqual(4);
  expect(await stateOf('kestrel')).toBe('down');
  expect(await stateOf('postline')).toBe('up');
  await trouble(['kestrel'], {});
  await backWithin(3000, 'kestrel', numbers);
  expect(await stateOf('kestrel')).toBe('up');
});

check('breaker', 'Nobody waits for a carrier that keeps hanging', async () => {
  const numbers = random('keeps hanging');
  await settle(numbers);
  await trouble(['postline'], { hang: 1 });
  await Promise.all(Array.from({ length: 8 }, () => ask(parcel(numbers, south))));
  const waits: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { from, to } = await ask(parcel(numbers, south));
    waits.push(to - from);
  }
  const [, , middle = 0] = waits.toSorted((a, b) => a - b);
  expect(middle, 'milliseconds, the middle one of five').toBeLessThan(350);
  await trouble(['postline'], {});
  await backWithin(3000, 'postline', numbers);
});

check('breaker', 'Four failures do not shut a carrier out', async () => {
  const numbers = random('four failures');
  await settle(numbers);
  await trouble(['kestrel'], { fail: { status: 500, share: 1 } });
  await askFor(numbers, 2);
  await trouble(['kestrel'], {});
  const next = parcel(numbers, south);
  expectQuotes(await askWell(next), next);
});

/** Calls that came while the carrier wanted none: from a moment after the first refusal until its second is over. */
function early(calls: readonly Call[]): number {
  const refused = calls.find(({ status }) => status === 429);
  expect(refused, 'a call that was refused').toBeDefined();
  const { at } = refused as Call;
  return calls.filter((call) => call.at > at + 300 && call.at < at + 950).length;
}

check('limits', 'Overland is left alone for as long as it says', async () => {
  const numbers = random('overland limit');
  await settle(numbers);
  await forget();
  await Promise.all(Array.from({ length: 40 }, () => ask(parcel(numbers))));
  const until = Date.now() + 900;
  while (Date.now() < until) await ask(parcel(numbers));
  const calls = await stub('overland').calls();
  expect(calls.length, 'pages asked for').toBeGreaterThan(2);
  if (calls.some(({ status }) => status === 429)) expect(early(calls)).toBeLessThanOrEqual(1);
  await pause(300);
  await settle(numbers);
  const later = parcel(numbers);
  expectQuotes(await askWell(later), later);
});

check('limits', 'Retry-After of any carrier is respected, and over when it is over', async () => {
  const numbers = random('any limit');
  await settle(numbers);
  const name = numbers.pick(['kestrel', 'postline'] as const);
  await forget();
  await trouble([name], { perSecond: 2 });
  const until = Date.now() + 1000;
  while (Date.now() < until) await askFor(numbers, 2);
  expect(early(await stub(name).calls()), `calls to ${name} before its time`).toBeLessThanOrEqual(1);
  await trouble([name], {});
  await backWithin(2000, name, numbers);
});
