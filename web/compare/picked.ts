// Who is picked to be compared: in the address, so that it can be kept and sent.
export const mostAtOnce = 8;
const name = 'with';

/** @returns each id once, in the order of picking */
export function pickedIn(params: URLSearchParams): string[] {
  return [...new Set((params.get(name) ?? '').split(',').filter((id) => id !== ''))];
}

/** @returns the same parameters with these picked */
export function withPicked(params: URLSearchParams, ids: readonly string[]): URLSearchParams {
  const changed = new URLSearchParams(params);
  if (ids.length > 0) changed.set(name, ids.join(','));
  else changed.delete(name);
  return changed;
}
