export const linkMinutes = 60;
export const sessionDays = 14;

/** @returns when a sign-in link made at `now` stops working */
export function linkExpiry(now: Date): Date {
  return new Date(now.getTime() + linkMinutes * 60_000);
}

/** @returns when a session begun at `now` ends */
export function sessionExpiry(now: Date): Date {
  return new Date(now.getTime() + sessionDays * 86_400_000);
}

export function signInLink(publicUrl: string, token: string): string {
  return `${publicUrl}/sign-in/${token}`;
}
