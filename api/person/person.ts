import type { Role } from '../http/roles.ts';

export const linkMinutes = 60;
export const invitedDays = 7;
export const sessionDays = 14;
/** What makes a way of signing in takes a session that began just now: a stolen one is not to outlive its theft. */
export const freshMinutes = 15;
/** How often a password may be tried for one address of e-mail. */
export const maxGuesses = 10;
export const guessMinutes = 15;
/** How often a link may be asked for at one address in as long. */
export const maxLinks = 3;

const after = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);
const before = (now: Date, minutes: number) => after(now, -minutes);

/** @returns when a sign-in link made at `now` stops working */
export function linkExpiry(now: Date): Date {
  return after(now, linkMinutes);
}

/** @returns when a link stops working that an admin made at `now`, to be passed on */
export function invitedExpiry(now: Date): Date {
  return after(now, invitedDays * 24 * 60);
}

/** @returns when a session begun at `now` ends */
export function sessionExpiry(now: Date): Date {
  return after(now, sessionDays * 24 * 60);
}

export function isFresh(begunAt: Date, now: Date): boolean {
  return begunAt > before(now, freshMinutes);
}

/** @returns since when tries at a password count */
export function guessesSince(now: Date): Date {
  return before(now, guessMinutes);
}

export function signInLink(publicUrl: string, token: string): string {
  return `${publicUrl}/sign-in/${token}`;
}

const seesNames: readonly Role[] = ['admin', 'reviewer', 'manager'];

/** @returns what is wrong with having all of these roles at once */
export function rolesFault(roles: readonly Role[]): string | undefined {
  const seeing = seesNames.filter((role) => roles.includes(role));
  if (!roles.includes('blind-reviewer') || seeing.length === 0) return undefined;
  return `A blind reviewer cannot be ${seeing.join(' and ')} as well, who sees names`;
}

/** @returns what is wrong with a password for this person */
export function passwordFault(password: string, { email, name }: { email: string; name: string }) {
  const plain = password.toLowerCase();
  const known = [email, email.split('@')[0] ?? '', name].map((word) => word.toLowerCase());
  if (known.some((word) => word.length > 3 && plain.replace(word, '').length < 8))
    return 'Choose a password that is not made of your name or e-mail address';
  if (new Set(plain).size < 5) return 'Choose a password of more than a few different characters';
  return undefined;
}
