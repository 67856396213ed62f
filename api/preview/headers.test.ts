import { expect, test } from 'vitest';
import { makeSecret } from '../http/secret.ts';
import { fieldsOf, forBrowser, forService, passesIn, previewPolicy, type Fields } from './headers.ts';

const origins = { preview: 'http://a.preview.localhost:4000', service: 'http://127.0.0.1:8080' };
const toService = (...fields: Fields) => forService(fields, origins);
const toBrowser = (...fields: Fields) => forBrowser(fields, origins).slice(0, -previewPolicy.length);
const host: Fields[number] = ['Host', '127.0.0.1:8080'];

test('fields keep their case, order and repetition', () => {
  const fields: Fields = [
    ['X-B', '1'],
    ['accept', '*/*'],
    ['X-B', '2'],
  ];
  expect(fieldsOf(['X-B', '1', 'accept', '*/*', 'X-B', '2'])).toEqual(fields);
  expect(toService(['Host', 'a.preview.localhost:4000'], ...fields)).toEqual([host, ...fields]);
});

test.each([
  'Authorization',
  'Proxy-Authorization',
  'Forwarded',
  'Via',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Real-IP',
  'X-Auth-Request-Email',
  'X-Amzn-Oidc-Data',
  'X-Goog-Iap-Jwt-Assertion',
  'X-MS-Client-Principal',
  'X-Original-URL',
  'Cf-Access-Jwt-Assertion',
  'Remote-User',
  'Tailscale-User-Login',
  'Sec-Fetch-Site',
  'Sec-CH-UA',
  'Service-Worker',
  'Expect',
  'Upgrade',
  'TE',
  'Keep-Alive',
])('%s does not reach the service', (name) => {
  expect(toService([name, 'x'], [name.toLowerCase(), 'x'], [name.toUpperCase(), 'x'])).toEqual([host]);
});

test.each([
  'Content-Type',
  'X-Request-Id',
  'Idempotency-Key',
  'X-User-Id',
  'X-CSRF-Token',
  'Sec-WebSocket-Key',
])('%s does', (name) => expect(toService([name, 'x'])).toEqual([host, [name, 'x']]));

test('fields that Connection names end here, both ways', () => {
  const fields: Fields = [
    ['Connection', 'close, X-Hop'],
    ['connection', 'x-other'],
    ['X-Hop', '1'],
    ['X-Other', '1'],
  ];
  expect(toService(...fields)).toEqual([host]);
  expect(toBrowser(...fields, ['Keep-Alive', 'timeout=5'], ['Trailer', 'X'])).toEqual([]);
});

test('a body keeps its length, or is said to come in chunks', () => {
  expect(toService(['Content-Length', '5'])).toEqual([host, ['Content-Length', '5']]);
  expect(toService(['Transfer-Encoding', 'gzip, chunked'])).toEqual([host, ['Transfer-Encoding', 'chunked']]);
});

test('the service sees its own address in Origin and Referer, or nobody’s', () => {
  const own: Fields = [
    ['Origin', origins.preview],
    ['Referer', `${origins.preview}/a?b`],
  ];
  expect(toService(...own).slice(1)).toEqual([
    ['Origin', origins.service],
    ['Referer', `${origins.service}/a?b`],
  ]);
  for (const other of [
    'http://localhost:4000',
    `${origins.preview}1`,
    `${origins.preview}.evil.example`,
    'null',
  ])
    expect(toService(['Origin', other], ['Referer', `${other}/x`])).toEqual([host]);
});

test('the service gets its own cookies only', () => {
  const secret = makeSecret();
  const cookie = [
    'theme=dark',
    `p=${secret}`,
    `__Host-p=${secret}`,
    `session=${secret}`,
    `attempt_7f3a2b10-0c4d-4e5f-8a6b-9c0d1e2f3a4b=${secret}`,
    'session=eyJhIjoxfQ.Z1.abc',
    'empty=',
    'a="b=c"',
  ].join('; ');
  expect(toService(['Cookie', cookie])).toEqual([
    host,
    ['Cookie', 'theme=dark; session=eyJhIjoxfQ.Z1.abc; empty=; a="b=c"'],
  ]);
  expect(toService(['Cookie', `p=${secret}`], ['cookie', ' p = x ;;'])).toEqual([host]);
  expect(passesIn([['Cookie', `a=1; p=${secret}; pp=2; p=planted`]])).toEqual([secret, 'planted']);
});

test.each([
  'Service-Worker-Allowed',
  'Clear-Site-Data',
  'Strict-Transport-Security',
  'Alt-Svc',
  'Public-Key-Pins',
  'NEL',
  'Report-To',
  'WWW-Authenticate',
  'Proxy-Authenticate',
  'Referrer-Policy',
  'X-Frame-Options',
  'Transfer-Encoding',
])('%s does not reach the browser', (name) => {
  expect(toBrowser([name, 'x'], [name.toLowerCase(), 'x'])).toEqual([]);
});

test('a cookie is for the preview’s own host, and never one of ours', () => {
  expect(
    toBrowser(
      ['Set-Cookie', 'a=1; Domain=localhost; Path=/; HttpOnly'],
      ['set-cookie', 'b=2; path=/; DOMAIN = .preview.localhost ;Secure'],
      ['Set-Cookie', 'c=domain=x; domain'],
      ['Set-Cookie', 'p=mine'],
      ['Set-Cookie', ' __Host-p =mine; Secure'],
    ),
  ).toEqual([
    ['Set-Cookie', 'a=1; Path=/; HttpOnly'],
    ['set-cookie', 'b=2; path=/;Secure'],
    ['Set-Cookie', 'c=domain=x'],
  ]);
});

test('a redirect to the service’s own address stays on the preview', () => {
  const places = [
    'http://127.0.0.1:8080/a?b#c',
    'http://127.0.0.1:8080',
    '/a',
    'http://127.0.0.1:8081/',
    '//x',
  ];
  expect(
    toBrowser(...places.map((place): Fields[number] => ['Location', place])).map(([, to]) => to),
  ).toEqual([`${origins.preview}/a?b#c`, `${origins.preview}/`, '/a', 'http://127.0.0.1:8081/', '//x']);
});

test('a policy of the service’s own stays, beside ours', () => {
  expect(forBrowser([['Content-Security-Policy', 'frame-ancestors *']], origins)).toEqual([
    ['Content-Security-Policy', 'frame-ancestors *'],
    ['Content-Security-Policy', "frame-ancestors 'none'"],
    ['Referrer-Policy', 'no-referrer'],
    ['X-Robots-Tag', 'noindex'],
  ]);
});
