import { expect, test } from 'vitest';
import { paced } from './pace.ts';

async function msFor(megabytes: number): Promise<number> {
  const began = performance.now();
  const take = paced();
  for (let nth = 0; nth < megabytes * 16; nth++) await take(2 ** 16);
  return performance.now() - began;
}

test('what a build prints is taken at once, and a flood of it at 2 MB a second', async () => {
  expect(await msFor(4)).toBeLessThan(100);
  expect(await msFor(5)).toBeGreaterThan(490);
});
