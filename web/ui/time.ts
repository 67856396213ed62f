const two = (n: number) => String(n).padStart(2, '0');

/** A span of time as a clock shows it: 1:05:09, or 5:09 under an hour; never below 0:00. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** A moment as hours and minutes of this reader's day, such as 12:03. */
export const timeOfDay = (ms: number) =>
  new Date(ms).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });

/** An ISO 8601 moment as a date, such as 21 Nov 2026. */
export const dateText = (iso: string) =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** An ISO 8601 moment as date and time, such as 21 Nov 2026, 14:05. */
export const momentText = (iso: string) =>
  new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An ISO 8601 moment to the second, such as 21 Nov 2026, 14:05:09. */
export const secondText = (iso: string) =>
  new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** Milliseconds to two figures with their unit, such as 47 ms or 1.2 s. */
export function durationText(ms: number): string {
  if (ms >= 1000) return `${figures(ms / 1000, 2)} s`;
  return `${figures(ms, 2)} ms`;
}

/** A number rounded to so many significant figures, without exponent. */
export function figures(value: number, count: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, count - 1 - Math.floor(Math.log10(Math.abs(value))));
  const rounded = Number(value.toPrecision(count));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 6) });
}
