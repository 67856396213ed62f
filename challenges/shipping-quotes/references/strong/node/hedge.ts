/**
 * Asks a second time when the first answer is not here after `afterMs`, and takes the one that comes first. One that fails
 * early is not waited for.
 */
export async function hedged<T>(ask: () => Promise<T>, afterMs: number): Promise<T> {
  const first = ask();
  const timer = Promise.withResolvers<'late'>();
  const timeout = setTimeout(() => timer.resolve('late'), afterMs);
  const early = await Promise.race([first, timer.promise]).finally(() => clearTimeout(timeout));
  return early === 'late' ? Promise.any([first, ask()]) : early;
}
