const longest = 3650;

/** @returns days as they were typed; null where nothing was, undefined where it is no number of days */
export function daysOf(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  const days = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  return days >= 1 && days <= longest ? days : undefined;
}

/** @returns the moment at which the day begins, or the one after it, by the reader's own clock */
export function beginOf(day: string, daysLater = 0): string {
  const moment = new Date(`${day}T00:00:00`);
  moment.setDate(moment.getDate() + daysLater);
  return moment.toISOString();
}
