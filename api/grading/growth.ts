// Whether a service's memory grows with the requests it answers, from what it held while it was loaded beside the reference.
import type { Boot, Held, Paired } from './evidence.ts';
import type { Measured, MemoryGrowth } from './report.ts';

/** What is left after a collection counts: the least of so many milliseconds. */
const blockMs = 3000;
/** Growth per thousand requests that is no leak. */
const harmlessBytes = 128 * 1024;

/** @returns null where too little was seen. The reference is the yardstick for what every process of its runtime does at first */
export function growthOf(boots: readonly Boot[]): MemoryGrowth | null {
  const phases = boots.flatMap((boot) => [boot.saturated, boot.steady]);
  const candidate = slopeOf(phases, 'candidate');
  if (!candidate) return null;
  const reference = slopeOf(phases, 'reference');
  const grows = candidate.low > Math.max(harmlessBytes, reference?.high ?? 0);
  return { candidate, reference, grows };
}

/**
 * Bytes per thousand requests: the median of the slopes between all pairs of one phase (Theil and Sen), with the range
 * that Kendall's variance gives, added up over phases (Hirsch, Slack and Smith, 1982).
 */
function slopeOf(phases: readonly Paired[], role: 'candidate' | 'reference'): Measured | null {
  const series = phases.map((phase) => ({
    floors: floorsOf(phase.memory?.[role] ?? []),
    ...loadOf(phase, role),
  }));
  const slopes = series
    .flatMap(({ floors, msPerThousand }) => slopesOf(floors).map((perMs) => perMs * msPerThousand))
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  const variance = series.reduce(
    (sum, { floors: { length: n } }) => sum + (n * (n - 1) * (2 * n + 5)) / 18,
    0,
  );
  const spread = 1.96 * Math.sqrt(variance);
  const at = (rank: number) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank)))] as number;
  if (slopes.length === 0 || spread >= slopes.length) return null;
  return {
    value: at((slopes.length - 1) / 2),
    low: at((slopes.length - spread) / 2 - 1),
    high: at((slopes.length + spread) / 2),
  };
}

function floorsOf(held: readonly Held[]): Held[] {
  const floors = new Map<number, Held>();
  for (const each of held) {
    // It had ended, and was not started again yet.
    if (each.bytes === 0) continue;
    const block = Math.floor((each.atMs - (held[0] as Held).atMs) / blockMs);
    if (each.bytes < (floors.get(block)?.bytes ?? Infinity)) floors.set(block, each);
  }
  return [...floors.values()];
}

function slopesOf(floors: readonly Held[]): number[] {
  return floors.flatMap((a, index) =>
    floors.slice(index + 1).map((b) => (b.bytes - a.bytes) / (b.atMs - a.atMs)),
  );
}

function loadOf(phase: Paired, role: 'candidate' | 'reference'): { msPerThousand: number } {
  const seconds = phase[role];
  const requests = seconds.reduce((sum, { scheduled }) => sum + scheduled, 0);
  return { msPerThousand: (1000 * 1000 * seconds.length) / requests };
}
