import { afterEach, describe, expect, test } from 'vitest';
import shopStorm from '../../../test/support/shop-storm.ts';
import { type Fault, openShop } from '../../../test/support/shop.ts';
import type { InvariantLine } from '../observation.ts';
import { Storm } from './storm.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function storm(fault: Fault | undefined, seed: number) {
  const shop = await openShop(fault);
  const run = new Storm(shopStorm, shop.origin, seed);
  closing.push(() => run.close(), shop.close);
  const acted = await run.act(20_000);
  return { acted, ...(await run.readBack(undefined, fault === 'refuses-everything' ? 300 : 5000)) };
}

const broken = (lines: readonly InvariantLine[]) =>
  lines.filter(({ violations }) => violations > 0).map(({ rule }) => rule);

describe('a storm over a right service', () => {
  test.each([1, 2, 3])('finds nothing, and every invariant had something to find (seed %i)', async (seed) => {
    const { lines, acted } = await storm(undefined, seed);
    expect(lines.flatMap(({ examples }) => examples)).toEqual([]);
    expect(lines.filter(({ checked }) => checked === 0)).toEqual([]);
    expect(lines).toHaveLength(12);
    expect(acted.operations['order']?.rejected).toBeGreaterThan(0);
  });

  test.each([4, 5])(
    'finds nothing where connections are cut before and after the effect (seed %i)',
    async (seed) => {
      const { lines, acted } = await storm('cuts-connections', seed);
      expect(acted.operations['order']?.unknown).toBeGreaterThan(5);
      expect(lines.flatMap(({ examples }) => examples)).toEqual([]);
    },
  );
});

const faults: [Fault, rule: string][] = [
  ['loses-orders', 'no-lost-writes'],
  ['keeps-refused-orders', 'no-phantoms'],
  ['orders-twice', 'exactly-once'],
  ['oversells', 'no-oversell'],
  ['makes-money', 'conserved'],
  ['both-editors-win', 'compare-and-set'],
  ['late-replica', 'read-your-writes'],
  ['old-replica', 'monotonic-reads'],
  ['shows-old-notes', 'bounded-staleness'],
  ['reorders-messages', 'order-per-key'],
  ['miscounts-messages', 'aggregates-equal-details'],
  ['refuses-everything', 'progress'],
];

describe('a storm finds the service that', () => {
  test.each(faults)('%s: %s is broken', async (fault, rule) => {
    const runs = await Promise.all([1, 2].map((seed) => storm(fault, seed)));
    for (const { lines } of runs) expect(broken(lines)).toContain(rule);
  });
});
