import { expect, test } from 'vitest';
import { JsonLines } from './lines.ts';

const limits = { lineBytes: 20, totalBytes: 60 };

function linesOf(...pieces: string[]): unknown[] {
  const found: unknown[] = [];
  const lines = new JsonLines((line) => found.push(line), limits);
  for (const piece of pieces) lines.add(Buffer.from(piece));
  lines.end();
  return found;
}

test('parses a line once it is whole, and the last one without a line break', () => {
  expect(linesOf('{"a":', '1}\n\n[2]\n3', '4')).toEqual([{ a: 1 }, [2], 34]);
});

test('refuses a line that is too long, too much altogether, and what is not JSON', () => {
  expect(() => linesOf('"', 'x'.repeat(20))).toThrow(/too long a line/);
  expect(() => linesOf(...Array.from({ length: 21 }, () => '12\n'))).toThrow(/too much/);
  expect(() => linesOf('PASSED\n')).toThrow(/not JSON: PASSED/);
});
