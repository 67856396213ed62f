import { expect, test } from 'vitest';
import { requestText } from './request.ts';
import { failureOf } from './transport.ts';

const request = { method: 'POST', path: '/items?q=%20', headers: { 'x-a': 'b c' }, body: '{"größe":1}' };

test('a request is written with the length of its body in bytes', () => {
  expect(requestText('127.0.0.1:1', request, 'close')).toBe(
    'POST /items?q=%20 HTTP/1.1\r\nhost: 127.0.0.1:1\r\nconnection: close\r\nx-a: b c\r\ncontent-length: 13\r\n\r\n{"größe":1}',
  );
  const { method, path } = request;
  expect(requestText('h', { method, path, headers: {} }, 'keep-alive')).toContain('content-length: 0\r\n');
  expect(requestText('h', { method: 'GET', path, headers: {} }, 'keep-alive')).not.toContain(
    'content-length',
  );
});

test.each([
  ['a space in the path', { path: '/a b' }],
  ['a line break in the path', { path: '/a\r\nx: y' }],
  ['a path without its slash', { path: 'items' }],
  ['a line break in a header', { headers: { a: 'b\r\nc: d' } }],
  ['a header name that is none', { headers: { 'a b': 'c' } }],
  ['a header that decides where the request ends', { headers: { 'Content-Length': '1' } }],
])('not sent: %s', (_name, part) => {
  expect(() => requestText('h', { ...request, ...part }, 'close')).toThrow(RangeError);
});

test('a connection this machine could not open is not the service’s failure', () => {
  const failed = (code: string): string => failureOf(Object.assign(new Error(code), { code }));
  expect(['EMFILE', 'EADDRNOTAVAIL', 'ECONNREFUSED', 'ECONNRESET'].map(failed)).toEqual([
    'own-limit',
    'own-limit',
    'connection',
    'connection',
  ]);
});
