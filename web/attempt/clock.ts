/** The minutes at which a candidate is told the time left. */
const notices = [15, 5, 1] as const;

/** How far this computer's clock is behind the server's, in milliseconds. */
export const clockOffset = (serverNow: string, localNow: number) => Date.parse(serverNow) - localNow;

/** Milliseconds until an ISO 8601 deadline on the server's clock. */
export const timeLeft = (deadline: string, localNow: number, offset: number) =>
  Date.parse(deadline) - (localNow + offset);

/** The notice that falls between two looks at the clock, in minutes left; undefined when there is none. */
export function noticeBetween(beforeMs: number, nowMs: number): number | undefined {
  return notices.findLast((minutes) => beforeMs > minutes * 60_000 && nowMs <= minutes * 60_000);
}

interface Outage {
  beganAt: string;
  endedAt: string;
}

/** Milliseconds of an outage. */
export const lengthOf = ({ beganAt, endedAt }: Outage) => Date.parse(endedAt) - Date.parse(beganAt);

/** Milliseconds that were given back in all. */
export const givenBack = (outages: readonly Outage[]) =>
  outages.reduce((sum, outage) => sum + lengthOf(outage), 0);

/** A span as whole minutes and seconds, rounded up to a second. */
export function minutesAndSeconds(ms: number): [minutes: number, seconds: number] {
  const seconds = Math.ceil(ms / 1000);
  return [Math.floor(seconds / 60), seconds % 60];
}
