// The second factor: codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds, which every app has), and
// codes on paper for when the app is lost.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';

const keyBytes = 20;
const stepSeconds = 30;
/** How many steps a clock may be ahead or behind. */
const tolerance = 1;
const recoveryCount = 10;
const recoveryBytes = 10;

/** @returns a new key in Base32 */
export function makeKey(): string {
  return encode(keyBytes);
}

/** @returns the key as authenticators read it */
export function keyUrl(key: string, email: string): string {
  return createOTP(base32.decode(key)).url('Proofload', email);
}

/** @returns the step of time that the code belongs to, or undefined when it is no code of about now */
export async function stepOf(key: string, code: string, now: Date): Promise<number | undefined> {
  const given = Buffer.from(code.replaceAll(/\s/g, ''));
  const otp = createOTP(base32.decode(key));
  const present = Math.floor(now.getTime() / 1000 / stepSeconds);
  let found: number | undefined;
  for (let step = present - tolerance; step <= present + tolerance; step++) {
    const right = Buffer.from(await otp.hotp(step));
    if (given.length === right.length && timingSafeEqual(given, right)) found = step;
  }
  return found;
}

/** @returns new codes of 80 random bits, such as ABCD-EFGH-IJKL-MNOP */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCount }, () => encode(recoveryBytes).match(/.{4}/g)!.join('-'));
}

/** @returns the code as it was made, however it was typed, or undefined when it cannot be one */
export function readRecoveryCode(typed: string): string | undefined {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return /^[A-Z2-7]{16}$/.test(plain) ? plain.match(/.{4}/g)!.join('-') : undefined;
}

function encode(bytes: number): string {
  return base32.encode(new Uint8Array(randomBytes(bytes)), { padding: false });
}
