import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlOf } from './curl.ts';

test('a request as curl takes it', () => {
  expect(curlOf({ method: 'GET', path: '/products/1?a=b', headers: { accept: 'text/plain' } }, 8080)).toBe(
    `curl -i -H 'accept: text/plain' 'http://127.0.0.1:8080/products/1?a=b'`,
  );
});

test('a shell takes every word as it is', () => {
  const nasty = `it's $HOME \`id\` "x" \\ $(id)\n; rm`;
  const command = curlOf({ method: 'POST', path: '/', headers: { 'x-a': nasty }, body: nasty }, 1);
  const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`], {
    encoding: 'utf8',
  });
  expect(words.split('\0')).toEqual([
    '-i',
    '-X',
    'POST',
    '-H',
    `x-a: ${nasty}`,
    '--data-raw',
    nasty,
    'http://127.0.0.1:1/',
    '',
  ]);
});
