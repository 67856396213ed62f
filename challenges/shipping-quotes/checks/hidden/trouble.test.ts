// proofload-canary-8be4d17a-2c60-4f3e-9d05-b7a1c96e38f2
import { check, expect, random } from 'proofload/checks';
import {
  ask,
  askWell,
  expectInBudget,
  expectQuotes,
  inBudget,
  parcel,
  settle,
  trouble,
} from '../checkout.ts';
import { carriers } from '../prices.ts';
import type { Carrier } from '../prices.ts';

const others = (name: Carrier): Carrier[] => carriers.filter((one) => one !== name);

check('budget', 'Each carrier may hang, and the answer comes in time', async () => {
  for (const name of carriers) {
    const numbers = random(`hanging ${name}`);
    await settle(numbers);
    await trouble([name], { hang: 1 });
    await expectInBudget(numbers, [name]);
    await trouble([name], {});
  }
});

check('budget', 'Each carrier may take three seconds, and the answer comes in time', async () => {
  for (const name of carriers) {
    const numbers = random(`slow ${name}`);
    await settle(numbers);
    await trouble([name], { delayMs: 3000 });
    await expectInBudget(numbers, [name]);
    await trouble([name], {});
  }
});

check('budget', 'When all three hang, the answer says so in time', async () => {
  const numbers = random('all hang');
  await settle(numbers);
  await trouble(carriers, { hang: 1 });
  await expectInBudget(numbers, carriers);
});

check('budget', 'Thirty at once get their answers in time while a carrier hangs', async () => {
  const numbers = random('thirty');
  await settle(numbers);
  const name = numbers.pick(['kestrel', 'postline'] as const);
  await trouble([name], { hang: 1 });
  const wanted = Array.from({ length: 30 }, () => parcel(numbers, ['IT', 'ES']));
  const all = await Promise.all(wanted.map(ask));
  for (const [at, asked] of all.entries()) expectQuotes(asked, wanted[at] as (typeof wanted)[0], [name]);
  expect(all.filter((asked) => inBudget(asked, 2)).length).toBe(30);
});

check('partial', 'A carrier that fails costs its own quotes only', async () => {
  const numbers = random('failing');
  for (const name of carriers) {
    await settle(numbers);
    await trouble([name], { fail: { status: numbers.pick([500, 502, 503]), share: 1 } });
    const wanted = parcel(numbers);
    expectQuotes(await ask(wanted), wanted, [name]);
    await trouble([name], {});
  }
});

check('partial', 'A carrier that talks nonsense costs its own quotes only', async () => {
  const numbers = random('nonsense');
  for (const name of carriers) {
    await settle(numbers);
    await trouble([name], { garbage: 1 });
    const wanted = parcel(numbers);
    expectQuotes(await ask(wanted), wanted, [name]);
    await trouble([name], {});
  }
});

check('partial', 'A carrier that hangs up costs its own quotes only', async () => {
  const numbers = random('cut');
  for (const name of carriers) {
    await settle(numbers);
    await trouble([name], { cut: 1 });
    const wanted = parcel(numbers);
    expectQuotes(await ask(wanted), wanted, [name]);
    await trouble([name], {});
  }
});

check('partial', 'When two are in trouble, the third is shown', async () => {
  const numbers = random('two of three');
  await settle(numbers);
  const name = numbers.pick(carriers);
  await trouble(others(name), { fail: { status: 500, share: 1 } });
  const wanted = parcel(numbers);
  expectQuotes(await ask(wanted), wanted, others(name));
});

check('partial', 'A carrier that is slower than usual, and still in time, is shown', async () => {
  const numbers = random('in time');
  await settle(numbers);
  await trouble(['kestrel', 'postline'], { delayMs: 100 });
  const wanted = Array.from({ length: 3 }, () => parcel(numbers, ['IT', 'ES']));
  for (const one of wanted) expectQuotes(await askWell(one), one);
});
