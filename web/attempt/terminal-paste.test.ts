import { expect, test } from 'vitest';
import { pasteable } from './terminal-paste.ts';

test('text is pasted with its lines and tabs, and nothing that a terminal would obey', () => {
  expect(pasteable('a\tb\r\nc ü 字')).toBe('a\tb\r\nc ü 字');
  expect(pasteable('ls\u001b[201~; rm x\u0003\u009b')).toBe('ls[201~; rm x');
});
