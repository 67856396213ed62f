// proofload-canary-8be4d17a-2c60-4f3e-9d05-b7a1c96e38f2
import { check, expect, get, random } from 'proofload/checks';
import {
  as,
  ask,
  askWell,
  expectProblem,
  expectQuotes,
  parcel,
  pause,
  placeOrder,
  quotesOf,
  settle,
  trouble,
} from '../checkout.ts';
import type { Asked, Parcel } from '../checkout.ts';
import { carriers, isTrueCents, untilOld } from '../prices.ts';
import type { Quote } from '../prices.ts';

interface Aged {
  wanted: Parcel;
  first: Asked;
  /** When all carriers failed. */
  failing: Asked;
  neighbour: Asked;
  /** When they were well again. */
  well: Asked;
  ordered: Asked;
}

let aged: Promise<Aged> | undefined;

/** One parcel over its prices' whole life: asked for, too old while all carriers fail, and new. */
async function age(): Promise<Aged> {
  const numbers = random('aged');
  await settle(numbers);
  const wanted = parcel(numbers);
  const first = await askWell(wanted);
  expectQuotes(first, wanted);
  await pause(untilOld(first.to));
  await trouble(carriers, { fail: { status: 503, share: 1 } });
  const failing = await ask(wanted);
  const [item] = wanted.items;
  const neighbour = await ask({ ...wanted, items: item ? [item] : [] });
  await trouble(carriers, {});
  await settle(numbers);
  const quote = quotesOf(first, 'kestrel').find(({ service }) => service === 'KX-DAY') as Quote;
  const well = await askWell(wanted);
  const ordered = await placeOrder(wanted, quote);
  return { wanted, first, failing, neighbour, well, ordered };
}

const life = (): Promise<Aged> => (aged ??= age());

check('prices', 'A price older than five seconds is not shown, though its carrier fails', async () => {
  const { failing } = await life();
  expect(failing.answer.json?.quotes ?? []).toEqual([]);
});

check('prices', 'A price nobody gave is not shown, though one for another weight was', async () => {
  const { neighbour } = await life();
  expect(neighbour.answer.json?.quotes ?? []).toEqual([]);
});

check('prices', 'After five seconds the prices are new', async () => {
  const { well, wanted } = await life();
  expectQuotes(well, wanted);
});

check('prices', 'An order at an old price is refused, and the right price told', async () => {
  const { ordered, wanted } = await life();
  expectProblem(ordered.answer, 409, 'an order at a price of long ago');
  const told = { carrier: 'kestrel', service: 'KX-DAY', cents: ordered.answer.json.cents };
  expect(isTrueCents(wanted.question, told, ordered.from, ordered.to), `${told.cents} cents`).toBe(true);
});

check('prices', 'An order at an invented price is refused, and the right price told', async () => {
  const numbers = random('invented');
  await settle(numbers);
  const services = { kestrel: 'KX-STD', postline: 'PL-PARCEL', overland: 'OV-ROAD' };
  for (const carrier of carriers) {
    const wanted = parcel(numbers);
    const service = services[carrier];
    const { answer, from, to } = await placeOrder(wanted, {
      carrier,
      service,
      cents: numbers.integer(1, 300),
    });
    expectProblem(answer, 409, `an invented price of ${carrier}`);
    const told = { carrier, service, cents: answer.json.cents };
    expect(isTrueCents(wanted.question, told, from, to), `${carrier}: ${told.cents} cents`).toBe(true);
  }
});

check('prices', 'Without an answer of its carrier an order is not placed', async () => {
  const numbers = random('no price');
  await settle(numbers);
  await trouble(['postline'], { fail: { status: 500, share: 1 } });
  const choice = { carrier: 'postline', service: 'PL-PARCEL', cents: 900 };
  const { answer } = await placeOrder(parcel(numbers), choice);
  expectProblem(answer, 503, 'an order whose carrier fails');
});

check('prices', 'What cannot be booked, or costs other money, is not shown', async () => {
  const numbers = random('not for us');
  await settle(numbers);
  const { answer } = await ask(parcel(numbers));
  const services = (answer.json.quotes as Quote[]).map(({ service }) => service);
  expect(services).toContain('KX-STD');
  expect(services).not.toContain('KX-NIGHT');
  expect(services).not.toContain('PL-WORLD');
  const orders = [
    { carrier: 'kestrel', service: 'KX-NIGHT', cents: 700 },
    { carrier: 'postline', service: 'PL-WORLD', cents: 700 },
  ];
  for (const choice of orders) {
    expectProblem((await placeOrder(parcel(numbers), choice)).answer, 400, choice.service);
  }
});

check(
  'prices',
  'Every price shown is a whole, positive number of cents, whatever a carrier says',
  async () => {
    const numbers = random('whole cents');
    await settle(numbers);
    for (const behaviour of [{ garbage: 1 }, { cut: 0.5 }, { garbage: 0.5 }]) {
      await trouble(carriers, behaviour);
      for (let round = 0; round < 2; round += 1) {
        const { answer } = await ask(parcel(numbers));
        for (const { cents } of (answer.json?.quotes ?? []) as Quote[]) {
          expect(Number.isInteger(cents) && cents > 0, `${cents} cents`).toBe(true);
        }
      }
    }
  },
);

check('privacy', 'The address of another customer does not exist, for quotes and orders', async () => {
  const numbers = random('other address');
  const wanted = parcel(numbers);
  const stranger = { ...wanted, customerId: (wanted.customerId % 3000) + 1 };
  expectProblem((await ask(stranger)).answer, 404, "quotes to another's address");
  const choice = { carrier: 'kestrel', service: 'KX-STD', cents: 700 };
  expectProblem((await placeOrder(stranger, choice)).answer, 404, "an order to another's address");
});

check('privacy', 'The order of another customer does not exist', async () => {
  const id = random('other order').integer(1, 20_000);
  const owner = 1 + ((id - 1) % 3000);
  const answer = await get(`/orders/${id}`, { headers: as((owner % 3000) + 1) });
  expectProblem(answer, 404, "another's order");
  expect((await get(`/orders/${id}`, { headers: as(owner) })).status).toBe(200);
});
