import { assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { smallestEdit } from './smallest-edit.ts';

const apply = (before: string, { start, end, text }: ReturnType<typeof smallestEdit>) =>
  before.slice(0, start) + text + before.slice(end);

test('changes only what differs', () => {
  expect(smallestEdit('a = 1;', 'a = 2;')).toEqual({ start: 4, end: 5, text: '2' });
  expect(smallestEdit('aa', 'aaa')).toEqual({ start: 2, end: 2, text: 'a' });
  expect(smallestEdit('same', 'same')).toEqual({ start: 4, end: 4, text: '' });
});

test('always makes the one of the other, and never cuts a line end in two', () => {
  const text = string({ unit: constantFrom('a', 'b', '\n', '\r', '\r\n') });
  assert(
    property(text, text, (before, after) => {
      const edit = smallestEdit(before, after);
      expect(apply(before, edit)).toBe(after);
      for (const at of [edit.start, edit.end])
        expect(before[at - 1] === '\r' && before[at] === '\n').toBe(false);
    }),
  );
});
