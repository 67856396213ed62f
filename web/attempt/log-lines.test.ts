import { expect, test } from 'vitest';
import { linesOf, pick } from './log-lines.ts';

const levelsOf = (text: string) => linesOf(text).map(({ level }) => level);

test.each([
  ['{"level":50,"msg":"x"}', 'error'],
  ['{"level":40,"msg":"x"}', 'warn'],
  ['{"level":30,"msg":"no error here"}', 'info'],
  ['{"level":"debug","msg":"x"}', 'debug'],
  ['2026-01-01 WARNING: disk', 'warn'],
  ['TypeError: x is not a function', 'error'],
  ['panic: runtime error', 'error'],
  ['The service is listening on 8080', 'info'],
  ['terror is no level', 'info'],
])('%s is of level %s', (line, level) => expect(levelsOf(line)).toEqual([level]));

test('a stack belongs to the line above it', () => {
  expect(levelsOf('Error: no\n    at a (b.ts:1)\n\tat c\nfine')).toEqual(['error', 'error', 'error', 'info']);
});

test('lines are picked by level and text', () => {
  const lines = linesOf('debug a\nwarn A\nerror b');
  expect(pick(lines, 'debug', '').map(({ text }) => text)).toEqual(['debug a', 'warn A', 'error b']);
  expect(pick(lines, 'warn', 'a').map(({ text }) => text)).toEqual(['warn A']);
});
