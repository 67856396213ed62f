import { array, assert, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { freePlace, inRow } from './label-places.ts';

const box = (x: number, y: number, width = 10, height = 10) => ({ x, y, width, height });

test('a label takes the first place where nothing is', () => {
  const taken = [box(0, 0)];
  expect(freePlace([box(5, 5), box(20, 0), box(40, 0)], taken)).toEqual(box(20, 0));
  expect(freePlace([box(10, 0), box(20, 0)], taken)).toEqual(box(10, 0));
  expect(freePlace([box(1, 1), box(9, 9), box(8, 8)], taken)).toEqual(box(9, 9));
});

test('labels with room stand in the middle of their marks', () => {
  const labels = [
    { at: 50, width: 20 },
    { at: 100, width: 30 },
  ];
  expect(inRow(labels, { from: 0, to: 320, gap: 10 })).toEqual([40, 85]);
});

test('labels of near marks keep their distance, inside of the drawing', () => {
  const row = { from: 0, to: 320, gap: 10 };
  const marks = array(record({ at: integer({ min: 0, max: 320 }), width: integer({ min: 10, max: 60 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  assert(
    property(marks, (found) => {
      const labels = found.toSorted((a, b) => a.at - b.at);
      const starts = inRow(labels, row);
      expect(starts[0]).toBeGreaterThanOrEqual(row.from);
      expect(starts.at(-1)! + labels.at(-1)!.width).toBeLessThanOrEqual(row.to);
      for (let place = 1; place < labels.length; place++)
        expect(starts[place]! - starts[place - 1]! - labels[place - 1]!.width).toBeGreaterThanOrEqual(
          row.gap,
        );
    }),
  );
});
