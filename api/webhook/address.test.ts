import { describe, expect, test } from 'vitest';
import { faultOf, mayReach } from './address.ts';

const inside = [
  '127.0.0.1',
  '127.8.9.1',
  '::1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  'fc00::1',
  'fd12:3456::1',
  '169.254.169.254',
  'fe80::1',
  '0.0.0.0',
  '::',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '64:ff9b::a00:1',
  '2002:a00:1::1',
  '2001:db8::1',
];
const outside = ['93.184.215.14', '172.32.0.1', '8.8.8.8', '2606:2800:21f::1', '2a00:1450::8a'];

describe('by default', () => {
  test.each(inside)('%s is not reached', (address) => {
    expect(mayReach(address, 'https:', 'public')).toBe(false);
    expect(mayReach(address, 'http:', 'public')).toBe(false);
  });

  test.each(outside)('%s is reached, with TLS alone', (address) => {
    expect(mayReach(address, 'https:', 'public')).toBe(true);
    expect(mayReach(address, 'http:', 'public')).toBe(false);
  });
});

test('private networks are reached where the operator allows it, and nothing else inside', () => {
  const reached = inside.filter((address) => mayReach(address, 'https:', 'private'));
  expect(reached.slice(0, 6)).toEqual([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    'fc00::1',
    'fd12:3456::1',
  ]);
  for (const never of ['127.0.0.1', '::1', '169.254.169.254', 'fe80::1', '0.0.0.0', '64:ff9b::a00:1'])
    expect(reached).not.toContain(never);
  expect(mayReach('10.1.2.3', 'http:', 'private')).toBe(false);
});

test('for development this machine is reached without TLS, and no private network', () => {
  expect(mayReach('127.0.0.1', 'http:', 'loopback')).toBe(true);
  expect(mayReach('::1', 'https:', 'loopback')).toBe(true);
  expect(mayReach('192.168.1.1', 'https:', 'loopback')).toBe(false);
  expect(mayReach('8.8.8.8', 'http:', 'loopback')).toBe(false);
});

test.each([
  ['nonsense', /no address/],
  ['ftp://example.com/', /https/],
  ['http://example.com/', /https/],
  ['http://127.0.0.1/', /https/],
  ['https://ada:secret@example.com/', /password/],
  ['https://example.com/#part', /#/],
  ['https://10.0.0.1/', /private network/],
  ['https://[::1]:4000/', /private network/],
  ['https://[::ffff:a00:1]/', /private network/],
  ['https://0x7f000001/', /private network/],
])('%s is refused when it is written down', (url, says) => {
  expect(faultOf(url, 'public')).toMatch(says);
});

test('an address that will do is taken', () => {
  expect(faultOf('https://example.com:8443/hooks?of=proofload', 'public')).toBeUndefined();
  expect(faultOf('https://10.0.0.1/hook', 'private')).toBeUndefined();
  expect(faultOf('http://localhost:3000/hook', 'loopback')).toBeUndefined();
  expect(faultOf('http://127.0.0.1:3000/hook', 'loopback')).toBeUndefined();
  expect(faultOf('http://example.com/hook', 'loopback')).toMatch(/https/);
});
