import { expect, test } from 'vitest';
import { parseHeaders, prettyBody } from './http-text.ts';

test('header lines become headers', () => {
  expect(parseHeaders('content-type: application/json\n\n  X-Key:a:b ')).toEqual({
    ok: true,
    headers: { 'content-type': 'application/json', 'X-Key': 'a:b' },
  });
  expect(parseHeaders('')).toEqual({ ok: true, headers: {} });
});

test('a line that is no header is named', () => {
  expect(parseHeaders('a: 1\nnonsense')).toEqual({ ok: false, line: 'nonsense' });
  expect(parseHeaders('two words: 1')).toEqual({ ok: false, line: 'two words: 1' });
});

test('JSON is indented, other text is left alone', () => {
  expect(prettyBody('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyBody('<b>no</b>')).toBe('<b>no</b>');
});
