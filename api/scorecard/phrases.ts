// Numbers as a sentence says them.

/** Two figures below ten, whole numbers above: no more than the measurement carries. */
export function figures(value: number): string {
  return value >= 10
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(Math.max(0, value).toPrecision(2)));
}

export function perSecond(rps: number): string {
  return `${figures(rps)} ${figures(rps) === '1' ? 'request' : 'requests'} a second`;
}

/** What a service holds: more than the number, perhaps, where no more could be offered. */
export function held({ rps, atLeast }: { rps: number; atLeast?: boolean }): string {
  return `${atLeast ? 'at least ' : ''}${figures(rps)}`;
}

export function counted(count: number, one: string, many: string): string {
  return `${figures(count)} ${count === 1 ? one : many}`;
}

/** @param share 0 to 1 */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return 'less than 0.1 %';
  // 99.6 % is not all of it.
  if (value > 99 && value < 100) return `${Math.floor(value * 10) / 10} %`;
  return `${figures(value)} %`;
}

/** Milliseconds as a person would say them. */
export function duration(ms: number): string {
  if (ms < 1000) return `${figures(ms)} ms`;
  const seconds = figures(ms / 1000);
  return `${seconds} ${seconds === '1' ? 'second' : 'seconds'}`;
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
