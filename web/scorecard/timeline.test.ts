import { expect, test } from 'vitest';
import type { Entry } from '../../api/timeline/contract.ts';
import { pathAt, rowsOf } from './timeline.ts';

const entry = (id: number, kind: Entry['kind'], path: string | null = null): Entry => ({
  id,
  at: '2026-11-22T10:00:00Z',
  kind,
  path,
  size: id,
  note: null,
});
const entries = [
  entry(1, 'saved', 'a.ts'),
  entry(2, 'saved', 'a.ts'),
  entry(3, 'saved', 'b.ts'),
  entry(4, 'run'),
  entry(5, 'saved', 'b.ts'),
];

test('saves of one file in a row become one, with the newest of them', () => {
  expect(rowsOf(entries).map(({ id, count, size }) => [id, count, size])).toEqual([
    [2, 2, 2],
    [3, 1, 3],
    [4, 1, 4],
    [5, 1, 5],
  ]);
});

test('the file to look at is the one that was saved last', () => {
  const rows = rowsOf(entries);
  expect([0, 1, 2].map((place) => pathAt(rows, place))).toEqual(['a.ts', 'b.ts', 'b.ts']);
  expect(pathAt([], 0)).toBeUndefined();
});
