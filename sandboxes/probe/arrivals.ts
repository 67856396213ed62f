// What is sent, and when: decided by the seed before the phase begins, never by how the service answers.
import type { Answer, LoadKind, LoadRequest } from './kit/load.ts';
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

/** One arrival: a request, or a scenario's requests one after the other. */
export interface Visit {
  /** Index of its kind. */
  kind: number;
  /** Whether its requests come on connections of their own. */
  fresh: boolean;
  /** How many requests it has. */
  steps: number;
  /** Makes the next one. @param earlier the answers to those before it */
  make: (step: number, earlier: readonly Answer[]) => LoadRequest;
}

/**
 * @param freshShare overrides that of every kind
 * @returns a planner of the n-th visit of a stream: its kind by weight, its content from its own random numbers
 */
export function visitPlanner(
  kinds: readonly LoadKind[],
  seed: number,
  freshShare?: number,
): (stream: number, n: number) => Visit {
  const total = kinds.reduce((sum, kind) => sum + kind.weight, 0);
  return (stream, n) => {
    const next = uniform(seedFrom(seed, 'request', stream, n));
    let left = next() * total;
    const found = kinds.findIndex((each) => (left -= each.weight) < 0);
    const index = found < 0 ? kinds.length - 1 : found;
    const kind = kinds[index] as LoadKind;
    const share = freshShare ?? kind.freshShare ?? 0;
    const fresh = share > 0 && uniform(seedFrom(seed, 'fresh', stream, n))() < share;
    const random = randomOver(next);
    if (!('steps' in kind)) return { kind: index, fresh, steps: 1, make: () => kind.make(random) };
    const make: Visit['make'] = (step, earlier) =>
      (kind.steps[step] as (typeof kind.steps)[number])(random, earlier);
    return { kind: index, fresh, steps: kind.steps.length, make };
  };
}
