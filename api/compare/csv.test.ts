import { array, assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv } from '../workspace/csv.ts';
import { csvOf } from './csv.ts';

const rowsOf = (text: string) => parseCsv(text.slice(1));

test('text is quoted, numbers are not, nothing is empty', () => {
  expect(csvOf([['Ada "the" first, or\nso', 74.2, null]])).toBe(
    '\ufeff"Ada ""the"" first, or\nso",74.2,\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '=cmd|" /C calc"!A0'])(
  'what begins a formula becomes text: %j',
  (name) => {
    expect(rowsOf(csvOf([['before', name, 'after']]))).toEqual([['before', `'${name}`, 'after']]);
  },
);

test('whatever a cell holds, it is read back as one cell, and never as a formula', () => {
  const hostile = string({ unit: constantFrom('=', '+', '@', '"', ',', '\n', '\r', '\t', 'a', ' ') });
  assert(
    property(array(hostile, { minLength: 1, maxLength: 4 }), (cells) => {
      const [read] = rowsOf(csvOf([cells]));
      expect(read?.map((cell) => cell.replace(/^'/, ''))).toEqual(cells);
      for (const cell of read ?? []) expect(cell).not.toMatch(/^\s*[=+\-@]|^[\t\r\n]/);
    }),
  );
});
