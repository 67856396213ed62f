import { expect, test } from 'vitest';
import { pickedIn, withPicked } from './picked.ts';

const params = (text: string) => new URLSearchParams(text);

test('who is picked is in the address, each once', () => {
  expect(pickedIn(params('with=a,b,,a'))).toEqual(['a', 'b']);
  expect(pickedIn(params('sort=day'))).toEqual([]);
});

test('picking leaves everything else in the address as it is', () => {
  expect(withPicked(params('q=ada&with=a'), ['a', 'b']).toString()).toBe('q=ada&with=a%2Cb');
  expect(withPicked(params('q=ada&with=a'), []).toString()).toBe('q=ada');
});
