import { expect, test } from 'vitest';
import { orderFor, placeFor } from './order.ts';

const items = ['a', 'b', 'c', 'd', 'e', 'f'];

test('the same reader meets the same order again, with every item once', () => {
  const order = orderFor(items, 7, 'rae');
  expect(orderFor(items, 7, 'rae')).toEqual(order);
  expect(order.toSorted()).toEqual(items);
});

test('readers and reviews differ in their order', () => {
  const orders = [1, 2, 3, 4].flatMap((seed) =>
    ['rae', 'sol', 'ben'].map((person) => orderFor(items, seed, person).join('')),
  );
  expect(new Set(orders).size).toBeGreaterThan(9);
});

test('every item comes first about as often as another', () => {
  const first = Map.groupBy(
    Array.from({ length: 6000 }, (_, seed) => orderFor(items, seed, 'rae')[0]),
    (item) => item,
  );
  for (const item of items) expect(Math.abs(first.get(item)!.length - 1000)).toBeLessThan(150);
});

test('two readers meet the same submissions in different orders, each one a number a column holds', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  const queue = (person: string) => seeds.toSorted((a, b) => placeFor(a, person) - placeFor(b, person));
  expect(queue('rae')).not.toEqual(queue('sol'));
  expect(seeds.every((seed) => placeFor(seed, 'rae') >= 0 && placeFor(seed, 'rae') < 2 ** 31)).toBe(true);
});
