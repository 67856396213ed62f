// Raw figures, shown and never scored.
import { perRequest } from './effort.ts';
import type { Boot, Evidence, Second } from './evidence.ts';
import { growthOf } from './growth.ts';
import { estimate, interval, type Series } from './interval.ts';
import { cpuPerGood, good, groups } from './ratio.ts';
import type { GradedReport, Measured } from './report.ts';

/**
 * How far raw figures of the same code in fresh sandboxes lie apart, as shares of themselves: nothing is divided by a
 * reference here. Measured over 18 pairs of fresh sandboxes on a shared two-core machine.
 */
const rawSd = { rate: 0.13, cpu: 0.1 };

export function factsOf({ boots, seed }: Evidence): GradedReport['facts'] {
  const saturated = boots.map((boot) => groups(boot.saturated).map(([candidate]) => candidate));
  const rate = saturated.map((boot) => boot.map((seconds) => good(seconds) / Math.max(1, seconds.length)));
  const cpu = saturated.map((boot) => boot.map(cpuPerGood).filter(Number.isFinite));
  return {
    goodPerSecond: measured(rate, rawSd.rate, seed),
    // Where no answer was good, none has a cost.
    cpuMsPerGoodRequest: cpu.flat().length === 0 ? null : measured(cpu, rawSd.cpu, seed),
    failures: failuresOf(boots),
    statements: perRequest(boots, 'statements'),
    calls: perRequest(boots, 'calls'),
    memoryGrowth: growthOf(boots),
  };
}

/** @param share of itself that the number differs by between boots. @throws RangeError when nothing was measured */
function measured(series: Series, share: number, seed: number): Measured {
  const values = series.flat();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const { value, rounds } = estimate({ raw: series }, { raw: share * mean }, seed);
  const { low, high } = interval(
    value.raw,
    rounds.map(({ raw }) => raw),
  );
  return { value: value.raw, low: Math.max(0, low), high };
}

/** Under the loads every service gets alike, by kind; the ladder is meant to break it and is left out. */
function failuresOf(boots: readonly Boot[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const seconds: Second[] = boots.flatMap((boot) => [...boot.saturated.candidate, ...boot.steady.candidate]);
  for (const { failures } of seconds)
    for (const [kind, count] of Object.entries(failures)) counts[kind] = (counts[kind] ?? 0) + count;
  const exits = boots.reduce((sum, boot) => sum + boot.exits, 0);
  return exits > 0 ? { ...counts, exits } : counts;
}
