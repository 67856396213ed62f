import { expect, test } from 'vitest';
import { readTables } from './database.ts';

const found = { columns: [], rowCount: null, truncated: false, ms: 1, error: null };

test('columns are gathered by table', () => {
  const rows = [
    ['orders', '200000', 'f', 'id', 'bigint', 't', 't'],
    ['orders', '200000', 'f', 'note', 'text', 'f', 'f'],
    ['"Odd name"', '0', 't', 'id', 'integer', 't', 't'],
  ];
  expect(readTables({ ...found, rows })).toEqual([
    {
      name: 'orders',
      rows: 200_000,
      exact: false,
      columns: [
        { name: 'id', type: 'bigint', required: true, key: true },
        { name: 'note', type: 'text', required: false, key: false },
      ],
    },
    {
      name: '"Odd name"',
      rows: 0,
      exact: true,
      columns: [{ name: 'id', type: 'integer', required: true, key: true }],
    },
  ]);
});

test('what the database says is told', () => {
  expect(() => readTables({ ...found, rows: [], error: 'ERROR:  no' })).toThrow('ERROR:  no');
});
