import { expect, test } from 'vitest';
import { withSource } from './source.ts';

const file = 'checks/visible/a.test.ts';
const suite = new Map([
  [file, Buffer.from(Array.from({ length: 30 }, (_, at) => `line ${at + 1}`).join('\n'))],
]);
const base = { type: 'check', name: 'n', category: 'c', passed: false, message: 'm', ms: 1 } as const;

test('a failed check comes with its values and the lines around its own', () => {
  const check = withSource({ ...base, detail: { file, line: 3, expected: '1', got: '2' } }, suite);
  expect(check).toMatchObject({ expected: '1', got: '2', source: { file, line: 3, from: 1 } });
  expect(check.source?.lines).toHaveLength(9);
  expect(check.source?.lines[2]).toBe('line 3');
});

test('of a file that is not visible nothing is shown', () => {
  const hidden = { file: 'checks/hidden/b.test.ts', line: 3 };
  expect(withSource({ ...base, detail: hidden }, suite).source).toBe(null);
  expect(withSource({ ...base, passed: true }, suite)).toMatchObject({
    source: null,
    expected: null,
    got: null,
  });
});
