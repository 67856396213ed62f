import { expect, test } from 'vitest';
import { diffLines } from './diff-lines.ts';

test('a changed line is one removed and one added, with the lines around it', () => {
  const { lines, plus, minus } = diffLines('a\nb\nc\n', 'a\nB\nc\n');
  expect(lines).toEqual([
    { kind: 'same', number: 1, text: 'a' },
    { kind: 'removed', number: 2, text: 'b' },
    { kind: 'added', number: 2, text: 'B' },
    { kind: 'same', number: 3, text: 'c' },
  ]);
  expect([plus, minus]).toEqual([1, 1]);
});

test('a new file is all added, a deleted one all removed', () => {
  expect(diffLines(null, 'x\ny')).toMatchObject({ plus: 2, minus: 0 });
  expect(diffLines('x\ny\n', null)).toMatchObject({ plus: 0, minus: 2 });
});

test('between far apart changes stands a gap', () => {
  const text = Array.from({ length: 40 }, (_, at) => `line ${at}`);
  const changed = text.with(1, 'one').with(38, 'two');
  const gaps = diffLines(text.join('\n'), changed.join('\n')).lines.filter((line) => line.kind === 'gap');
  expect(gaps).toHaveLength(1);
});
