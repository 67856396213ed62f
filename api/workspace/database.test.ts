import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';
import { tableOf } from './database.ts';

const mark = 'mark-0123';

test('CSV is read with its quotes, commas and line breaks', () => {
  expect(parseCsv('a,b\n1,"x, ""y""\nz"\n,\n')).toEqual([
    ['a', 'b'],
    ['1', 'x, "y"\nz'],
    ['', ''],
  ]);
  expect(parseCsv('a\n"open')).toEqual([['a'], ['open']]);
  expect(parseCsv('')).toEqual([]);
});

test('a table has null where the mark stands, and counts its rows', () => {
  expect(tableOf(`id,name\n1,${mark}\n2,\n${mark} 2\n`, mark)).toEqual({
    columns: ['id', 'name'],
    rows: [
      ['1', null],
      ['2', ''],
    ],
    rowCount: 2,
    truncated: false,
  });
});

test('a statement that gives no table tells how many rows it changed', () => {
  expect(tableOf(`${mark} 7\n`, mark)).toEqual({ columns: [], rows: [], rowCount: 7, truncated: false });
});

test('output that was cut gives its whole rows, and says so', () => {
  expect(tableOf('id\n1\n2\n3', mark)).toEqual({
    columns: ['id'],
    rows: [['1'], ['2']],
    rowCount: null,
    truncated: true,
  });
});

test('many rows and long values are cut', () => {
  const many = tableOf(`id\n${'1\n'.repeat(600)}${mark} 600\n`, mark);
  expect([many.rows.length, many.rowCount, many.truncated]).toEqual([500, 600, true]);
  const long = tableOf(`v\n${'x'.repeat(5_000)}\n${mark} 1\n`, mark);
  expect([long.rows[0]![0]!.length, long.truncated]).toEqual([2_001, true]);
});
