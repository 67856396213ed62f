import { base32 } from '@better-auth/utils/base32';
import { describe, expect, test } from 'vitest';
import { keyUrl, makeKey, makeRecoveryCodes, readRecoveryCode, stepOf } from './authenticator.ts';

/** The key and the times of RFC 6238, appendix B, whose eight digits end in these six. */
const key = base32.encode('12345678901234567890', { padding: false });
const vectors: [seconds: number, code: string][] = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
];
const at = (seconds: number) => new Date(seconds * 1000);

describe('codes of an authenticator', () => {
  test.each(vectors)('after %d s are as the standard says', async (seconds, code) => {
    expect(await stepOf(key, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  test('may be a step old or ahead, and no more', async () => {
    const step = Math.floor(1234567890 / 30);
    for (const off of [-30, 30]) expect(await stepOf(key, '005924', at(1234567890 + off))).toBe(step);
    for (const off of [-60, 60]) expect(await stepOf(key, '005924', at(1234567890 + off))).toBeUndefined();
  });

  test('may be typed with a space, and are nothing else', async () => {
    expect(await stepOf(key, '005 924', at(1234567890))).toBeDefined();
    for (const code of ['', '5924', '0059240', 'abcdef', '００５９２４'])
      expect(await stepOf(key, code, at(1234567890))).toBeUndefined();
  });

  test('come from a key of 160 bits that authenticators can read', () => {
    const made = makeKey();
    expect(made).toMatch(/^[A-Z2-7]{32}$/);
    expect(makeKey()).not.toBe(made);
    expect(keyUrl(made, 'mia@example.com')).toMatch(
      new RegExp(`^otpauth://totp/Proofload:mia%40example.com\\?secret=${made}&issuer=Proofload`),
    );
  });
});

test('recovery codes are ten, all different, and read however they are typed', () => {
  const codes = makeRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  expect(readRecoveryCode(` ${codes[0]!.toLowerCase().replaceAll('-', ' ')}`)).toBe(codes[0]);
  for (const typed of ['123456', '', 'ABCD-EFGH-IJKL', `${codes[0]}A`])
    expect(readRecoveryCode(typed)).toBeUndefined();
});
