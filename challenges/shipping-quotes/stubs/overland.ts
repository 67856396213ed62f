// Overland Freight: slow, two prices a page, and no more than ninety pages a second.
import { setTimeout as sleep } from 'node:timers/promises';
import { defineStub } from 'proofload/stub';

const token = 'ov-token-93be1f20';
const usualMs = 90;
const pagesPerSecond = 90;
const pageSize = 2;
const zones: Record<string, number> = { DE: 0, AT: 1, NL: 1, FR: 2, PL: 2 };
/** When the pages of the last second were asked for. */
let recent: number[] = [];

export default defineStub({
  port: 9103,
  async answer({ method, path, query }) {
    if (query['token'] !== token) return { status: 403, body: { error: 'FORBIDDEN' } };
    if (method !== 'GET' || path !== '/prices') return { status: 404, body: { error: 'NOT_FOUND' } };
    if (!admit()) return { status: 429, headers: { 'retry-after': '1' }, body: { error: 'SLOW_DOWN' } };
    const prices = pricesFor(query);
    await sleep(usualMs);
    return prices;
  },
});

function admit(): boolean {
  const now = Date.now();
  recent = recent.filter((at) => at > now - 1000);
  if (recent.length >= pagesPerSecond) return false;
  recent.push(now);
  return true;
}

/** Cents on top that change every second. */
const surcharge = () => (Math.floor(Date.now() / 1000) * 71) % 101;

function pricesFor({ dest = '', grams = '', page = '1' }: Record<string, string>) {
  const [country = '', postcode = ''] = dest.split('-');
  const zone = zones[country];
  const known =
    zone !== undefined && /^\d{5}$/.test(postcode) && /^[1-9]\d*$/.test(grams) && /^[1-3]$/.test(page);
  if (!known) return { status: 400, body: { error: 'BAD_REQUEST' } };
  const all = pricesTo(zone, Number(postcode), Number(grams));
  const from = (Number(page) - 1) * pageSize;
  return { status: 200, body: { prices: all.slice(from, from + pageSize), page: Number(page), pages: 3 } };
}

function pricesTo(zone: number, postcode: number, grams: number) {
  const cents = 350 + 150 * zone + 25 * Math.ceil(grams / 1000) + (postcode % 83) + surcharge();
  return ['OV-SLOW', 'OV-ECO', 'OV-ROAD', 'OV-HEAVY', 'OV-GLOVE'].map((id, step) => ({
    id,
    cents: cents + 130 * step,
    window: `${6 - step + zone}-${9 - step + zone}`,
  }));
}
