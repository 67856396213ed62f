// From a boot's raw seconds to candidate-over-reference ratios, as logarithms: above 0 the candidate is better.
// Both sides of a ratio come from the same seconds, so what the machine did to one it did to the other (duet
// benchmarking: Bulej et al., ICPE 2020).
import type { Boot, Paired, Second } from './evidence.ts';
import { trimmedMean } from './interval.ts';
import { type Goal, kneeOf, telling } from './knee.ts';
import { percentile } from '../probe/percentile.ts';

export const metrics = [
  'throughput',
  'cpuSaturated',
  'cpuSteady',
  'latencyP50',
  'latencyP95',
  'knee',
] as const;
export type Metric = (typeof metrics)[number];

/** For each metric, one logarithm of a ratio per group of seconds; none where it could not be measured. */
export type LogRatios = Record<Metric, number[]>;

/** No ratio is read as more than this either way: beyond it only says "not at all". */
const widest = Math.log(1000);
/** A group of seconds should hold this many good answers of the slower side, so that counts are not mere chance. */
const answersPerGroup = 40;
const longestGroup = 4;
/** A failure's time, where a number is needed. */
const failedMs = 5000;

/** @returns one record for each boot */
export function logRatios(boots: readonly Boot[], goal: Goal): LogRatios[] {
  const knees = boots.map((boot) => kneeRatio(boot, goal));
  const kept = new Set(telling(knees.filter((each) => each !== null)));
  return boots.map((boot, index) => {
    const knee = knees[index];
    return {
      ...saturatedRatios(boot.saturated),
      ...steadyRatios(boot.steady),
      knee: knee && kept.has(knee) ? [knee.log] : [],
    };
  });
}

export function saturatedRatios(paired: Paired): Pick<LogRatios, 'throughput' | 'cpuSaturated'> {
  const all = groups(paired);
  return {
    throughput: all.map(([candidate, reference]) => ratio(good(candidate), good(reference))),
    cpuSaturated: all.map(([candidate, reference]) => ratio(cpuPerGood(reference), cpuPerGood(candidate))),
  };
}

export function steadyRatios(paired: Paired): Pick<LogRatios, 'cpuSteady' | 'latencyP50' | 'latencyP95'> {
  const all = groups(paired);
  const faster = (p: number) =>
    all.map(([candidate, reference]) => ratio(latency(reference, p), latency(candidate, p)));
  return {
    cpuSteady: all.map(([candidate, reference]) => ratio(cpuPerGood(reference), cpuPerGood(candidate))),
    latencyP50: faster(50),
    latencyP95: faster(95),
  };
}

/**
 * Where a service held all that could be offered, the ratio of what the generators reached says little: it is not read as
 * further from 1, against whoever may hold more, than what both served when fully loaded.
 * @returns null where either knee could not be measured
 */
function kneeRatio(
  { candidateLadder, referenceLadder, saturated }: Boot,
  goal: Goal,
): { log: number; atLeast: boolean } | null {
  const [candidate, reference] = [kneeOf(candidateLadder, goal), kneeOf(referenceLadder, goal)];
  if (!candidate || !reference) return null;
  const { throughput } = saturatedRatios(saturated);
  const served = throughput.length === 0 ? undefined : trimmedMean(throughput);
  let log = ratio(candidate.rps, reference.rps);
  if (served !== undefined && candidate.atLeast) log = Math.max(log, Math.min(0, served));
  if (served !== undefined && reference.atLeast) log = Math.min(log, Math.max(0, served));
  return { log, atLeast: candidate.atLeast };
}

type Group = [candidate: Second[], reference: Second[]];

/** The valid seconds, in order, joined until the slower side has enough answers in each group. */
export function groups({ candidate, reference, valid }: Paired): Group[] {
  const kept = valid.flatMap((ok, index) => (ok ? [index] : []));
  const perSecond = Math.min(good(candidate), good(reference)) / Math.max(1, valid.length);
  const size = Math.min(longestGroup, Math.max(1, Math.ceil(answersPerGroup / Math.max(1, perSecond))));
  const count = kept.length === 0 ? 0 : Math.max(1, Math.floor(kept.length / size));
  return Array.from({ length: count }, (_, group) => {
    // The last group takes what is left over.
    const indexes = kept.slice(group * size, group === count - 1 ? undefined : (group + 1) * size);
    return [
      indexes.map((index) => candidate[index] as Second),
      indexes.map((index) => reference[index] as Second),
    ];
  });
}

function ratio(above: number, below: number): number {
  if (above === below) return 0;
  return Math.max(-widest, Math.min(widest, Math.log(above / below)));
}

export function good(seconds: readonly Second[]): number {
  return seconds.reduce((sum, second) => sum + second.good, 0);
}

/** Milliseconds of processor time per good answer; without a good answer all of it was for nothing. */
export function cpuPerGood(seconds: readonly Second[]): number {
  const used = seconds.reduce((sum, second) => sum + second.cpuMs, 0);
  return good(seconds) === 0 ? Infinity : used / good(seconds);
}

function latency(seconds: readonly Second[], p: number): number {
  const scheduled = seconds.reduce((sum, second) => sum + second.scheduled, 0);
  return Math.min(
    failedMs,
    percentile(
      seconds.flatMap((second) => second.latencies),
      p,
      scheduled,
    ),
  );
}
