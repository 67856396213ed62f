// The day to start by ends in UTC wherever its reader is, so it is written as the day it is there.

/** An ISO 8601 moment as its day in UTC, such as 21 Nov 2026. */
export const dayText = (iso: string) =>
  new Date(iso).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });

/** @returns the day in UTC so many days after `now`, such as 2026-12-05 */
export const dayAhead = (now: Date, days: number) =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
