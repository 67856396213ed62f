// In which order a reviewer meets things: another one for each, so that what comes first or last is not the same for all.
import { seedFrom, uniform } from '../../sandboxes/probe/random.ts';

/** @returns the items in an order that follows from the seed and the reader alone (Fisher and Yates) */
export function orderFor<T>(items: readonly T[], seed: number, personId: string): T[] {
  const next = uniform(seedFrom(seed, 'items', personId));
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}

/** @returns where a review stands among those a reader is asked for, from 0 to 2^31 - 1 */
export function placeFor(seed: number, personId: string): number {
  return seedFrom(seed, 'place', personId) >>> 1;
}
