// What is sent, and when: decided by the seed before the phase begins, never by how the service answers.
import type { LoadKind, LoadRequest } from './kit/load.ts';
import { randomOver, seedFrom, uniform } from './random.ts';

/**
 * Poisson arrivals: gaps are unit exponentials divided by the rate, so a seed gives the same pattern at every rate.
 * @param rate arrivals per second
 * @returns milliseconds from the start of the phase, ascending, all below durationMs
 */
export function planArrivals(seed: number, rate: number, durationMs: number): number[] {
  const next = uniform(seedFrom(seed, 'arrivals'));
  const times: number[] = [];
  const meanGapMs = 1000 / rate;
  for (let at = gap(); at < durationMs; at += gap()) times.push(at);
  return times;

  function gap(): number {
    return -Math.log(1 - next()) * meanGapMs;
  }
}

/** @returns a maker of the n-th request of a stream: its kind by weight, its content from its own random numbers */
export function requestMaker(
  kinds: readonly LoadKind[],
  seed: number,
): (stream: number, n: number) => LoadRequest {
  const total = kinds.reduce((sum, kind) => sum + kind.weight, 0);
  return (stream, n) => {
    const next = uniform(seedFrom(seed, 'request', stream, n));
    let left = next() * total;
    const kind = kinds.find((each) => (left -= each.weight) < 0) ?? kinds[kinds.length - 1];
    return (kind as LoadKind).make(randomOver(next));
  };
}
