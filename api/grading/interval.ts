// How sure a number is: a bootstrap over the seconds of each boot, plus the difference between boots.
import { normal, seedFrom, uniform } from '../../sandboxes/probe/random.ts';

const rounds = 1000;
const trimmed = 0.1;
/** Neighbouring seconds are alike (collections, checkpoints): they are drawn in blocks (Künsch, 1989). */
const block = 3;
/** How many boots the known difference between boots counts for, beside the few that were run. */
const priorBoots = 8;

/** One number per boot and group of seconds. A boot without any measured nothing and is left out. */
export type Series = readonly (readonly number[])[];

export interface Estimate<K extends string> {
  value: Record<K, number>;
  /** The same numbers as they might have come out, one record per bootstrap round. */
  rounds: Record<K, number>[];
}

/** The mean without the outer tenth on either side, at least one value of three and more. @throws RangeError without a value */
export function trimmedMean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Nothing was measured, so there is no mean');
  return meanOfSorted(sort([...values]));
}

/**
 * The mean over boots of their trimmed means, and rounds of the same from seconds drawn again, each shifted by a
 * normal number as wide as boots differ. One number for all series of a round: a boot that is slow is slow in everything.
 * @param all what was observed, by name
 * @param bootSd known standard deviation between boots, by name
 * @throws RangeError when a series holds nothing
 */
export function estimate<K extends string>(
  all: Record<K, Series>,
  bootSd: Record<K, number>,
  seed: number,
): Estimate<K> {
  const next = uniform(seedFrom(seed, 'bootstrap'));
  const names = Object.keys(all) as K[];
  const series = record(names, (name) => all[name].filter((boot) => boot.length > 0));
  const spread = record(names, (name) => betweenBoots(series[name], bootSd[name]));
  return {
    value: record(names, (name) => meanOverBoots(series[name])),
    rounds: Array.from({ length: rounds }, () => {
      const shift = normal(next);
      return record(
        names,
        (name) =>
          meanOverBoots(series[name], (boot) => meanOfSorted(sort(redrawn(boot, next)))) +
          shift * spread[name],
      );
    }),
  };
}

/** @returns the 2.5th and 97.5th percentile, widened to hold the value itself */
export function interval(
  value: number,
  drawn: readonly number[],
): { value: number; low: number; high: number } {
  const sorted = drawn.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? value;
  return { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)) };
}

/** @returns `values` itself. By insertion: they are few, and tens of thousands of such series make one score. */
function sort(values: number[]): number[] {
  for (let at = 1; at < values.length; at++) {
    const value = values[at] as number;
    let to = at;
    for (; to > 0 && (values[to - 1] as number) > value; to--) values[to] = values[to - 1] as number;
    values[to] = value;
  }
  return values;
}

function meanOfSorted(values: readonly number[]): number {
  const cut = values.length < 3 ? 0 : Math.max(1, Math.floor(values.length * trimmed));
  let sum = 0;
  for (let at = cut; at < values.length - cut; at++) sum += values[at] as number;
  return sum / (values.length - 2 * cut);
}

function meanOverBoots(series: Series, meanOf: (boot: readonly number[]) => number = trimmedMean): number {
  if (series.length === 0) throw new RangeError('Nothing was measured, so there is no mean');
  return series.reduce((sum, boot) => sum + meanOf(boot), 0) / series.length;
}

/** Standard error of the mean over boots: the known variance and the observed one, weighted by what each rests on. */
function betweenBoots(series: Series, known: number): number {
  const means = series.map(trimmedMean);
  const middle = meanOverBoots(series);
  const squares = means.reduce((sum, mean) => sum + (mean - middle) ** 2, 0);
  const variance = (priorBoots * known ** 2 + squares) / (priorBoots + means.length - 1);
  return Math.sqrt(variance / Math.max(1, means.length));
}

function redrawn(values: readonly number[], next: () => number): number[] {
  const drawn: number[] = [];
  while (drawn.length < values.length) {
    const start = Math.floor(next() * values.length);
    for (let step = 0; step < block && drawn.length < values.length; step++)
      drawn.push(values[(start + step) % values.length] as number);
  }
  return drawn;
}

function record<K extends string, T>(names: readonly K[], make: (name: K) => T): Record<K, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, T>;
}
