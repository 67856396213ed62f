// Kestrel Express: quick, and now and then not. Asking twice costs nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import { defineStub } from 'proofload/stub';

const key = 'kx-live-7d21c94e';
const usualMs = 50;
const slowMs = 160;
const slowEvery = 10;
const zones: Record<string, number> = { DE: 0, AT: 1, NL: 1, FR: 2, PL: 2, IT: 3, ES: 3, SE: 4 };
let asked = 0;

interface Question {
  to: { countryCode: string; zip: string };
  parcel: { weightGrams: number };
}

export default defineStub({
  port: 9101,
  async answer({ method, path, headers, body }) {
    if (headers['x-api-key'] !== key) return refusal(401, 'bad-key');
    if (method !== 'POST' || path !== '/v2/rates') return refusal(404, 'no-such-thing');
    if (!isQuestion(body)) return refusal(422, 'cannot-read-that');
    const fuel = surcharge();
    asked += 1;
    await sleep(asked % slowEvery === 0 ? slowMs : usualMs);
    return { status: 200, body: { rates: ratesOf(body, fuel) } };
  },
});

const refusal = (status: number, reason: string) => ({ status, body: { reason } });

/** Cents on top that change every second. */
const surcharge = () => (Math.floor(Date.now() / 1000) * 37) % 101;

function isQuestion(body: unknown): body is Question {
  const { to, parcel } = (body ?? {}) as Partial<Question>;
  return (
    to !== undefined &&
    to.countryCode in zones &&
    /^\d{5}$/.test(to.zip) &&
    Number.isInteger(parcel?.weightGrams) &&
    (parcel?.weightGrams ?? 0) > 0
  );
}

function ratesOf({ to, parcel }: Question, fuel: number) {
  const zone = zones[to.countryCode] ?? 0;
  const standard = 590 + 120 * zone + 45 * Math.ceil(parcel.weightGrams / 500) + (Number(to.zip) % 97) + fuel;
  const rate = (product: string, minorUnits: number, days: number, bookable = true) => ({
    product,
    total: { minorUnits, currency: 'EUR' },
    transitDays: days,
    bookable,
  });
  return [
    rate('KX-DAY', standard + 900, 1),
    rate('KX-STD', standard, 2 + zone),
    // Full for today: it has a price, and cannot be had.
    rate('KX-NIGHT', standard - 200, 1, false),
  ];
}
