import { expect, test } from 'vitest';
import { patternOf, searchTexts } from './text-search.ts';

const texts = new Map([
  ['b.ts', 'const total = sum(a);\n// Total of a.b\n'],
  ['a.ts', 'total\r\ntotal total'],
]);
const plain = { text: 'total', matchCase: false, regex: false };
const find = (changes: Partial<typeof plain>, limit = 100) =>
  searchTexts(texts, patternOf({ ...plain, ...changes })!, limit).map(
    ({ path, line, column }) => `${path}:${line}:${column}`,
  );

test('finds every place, in order of path and line', () => {
  expect(find({})).toEqual(['a.ts:1:1', 'a.ts:2:1', 'a.ts:2:7', 'b.ts:1:7', 'b.ts:2:4']);
  expect(find({}, 2)).toHaveLength(2);
});

test('minds the case when asked', () => {
  expect(find({ text: 'Total', matchCase: true })).toEqual(['b.ts:2:4']);
});

test('a dot is a dot, unless it is a regular expression', () => {
  expect(find({ text: 'a.b' })).toEqual(['b.ts:2:13']);
  expect(find({ text: 's.m\\(', regex: true })).toEqual(['b.ts:1:15']);
});

test('nothing asked, a broken pattern and an empty match find nothing', () => {
  expect(patternOf({ ...plain, text: '' })).toBeUndefined();
  expect(patternOf({ ...plain, text: '(', regex: true })).toBeUndefined();
  expect(find({ text: 'z*', regex: true })).toEqual([]);
});

test('a hit in a long line is shown with what is around it', () => {
  const long = new Map([['x', `${'-'.repeat(500)}here${'-'.repeat(500)}`]]);
  const [hit] = searchTexts(long, /here/g, 1);
  expect(hit).toMatchObject({ column: 501, match: 'here', after: '-'.repeat(60) });
  expect(hit?.before).toBe(`…${'-'.repeat(60)}`);
});
