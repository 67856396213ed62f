import { expect, test } from 'vitest';
import { remember, type Sent } from './hand-request.ts';

const sent = (path: string, body?: string): Sent => ({
  request: { method: 'POST', path, headers: {}, ...(body !== undefined && { body }) },
  status: 200,
  ms: 1,
});

test('the newest comes first, what is sent again only once, and there is an end', () => {
  let history: Sent[] = [];
  for (const path of ['/a', '/b', '/a']) history = remember(history, sent(path));
  expect(history.map(({ request }) => request.path)).toEqual(['/a', '/b']);
  for (let n = 0; n < 60; n++) history = remember(history, sent(`/${n}`));
  expect(history).toHaveLength(50);
});

test('a large body is not kept', () => {
  expect(remember([], sent('/a', 'x'.repeat(30_000)))[0]?.request).toEqual({
    method: 'POST',
    path: '/a',
    headers: {},
  });
});
