import { createHash, randomBytes } from 'node:crypto';

/** @returns 256 random bits, fit for a URL. They guard a link or a session; only their hash is stored. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A plain hash is enough: nobody can guess 256 random bits, so there is nothing to slow down. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
