import { makeSecret } from '../http/secret.ts';
import type { ApiToken } from './contract.ts';

/** Every token begins with it, so that people and scanners of leaked secrets know it for what it is. */
const prefix = 'proofload_';
const shownLetters = 6;

/** How many tokens of an organisation may work at once. */
export const maxTokens = 50;

/** For how long a token that works no more is still listed. */
export const listedDays = 30;

/** @returns a new token and the part of it that may be shown again */
export function makeToken(): { secret: string; shown: string } {
  const secret = prefix + makeSecret();
  return { secret, shown: secret.slice(0, prefix.length + shownLetters) };
}

export function tokenExpiry(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

export function tokenState(token: { revokedAt: Date | null; expiresAt: Date }, now: Date): ApiToken['state'] {
  if (token.revokedAt) return 'revoked';
  return token.expiresAt <= now ? 'expired' : 'works';
}
