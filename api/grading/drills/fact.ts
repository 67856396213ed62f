// What a drill showed, worked out from its raw seconds.
import { shareRange, slopeRange } from '../chance.ts';
import type { DrillRun, DrillSecond } from '../evidence.ts';
import type { DrillFact } from '../report.ts';

/** So much of what was good before must be good again. */
const recoveredShare = 0.9;
/** Seconds are what is counted, so a recovery is known to a second. */
const resolutionMs = 1000;

/**
 * Whether the machine let anything be seen: without a second before there is nothing to come back to, and without most of
 * the seconds after it nobody knows when it came back.
 */
function isMeasured({ seconds, fromMs, toMs }: DrillRun): boolean {
  const seen = (some: readonly DrillSecond[]) => some.filter(isSeen).length;
  const after = seconds.filter((second) => endOf(second) > toMs);
  return (
    seen(seconds) > seconds.length / 2 &&
    seen(seconds.filter((second) => endOf(second) <= fromMs)) > 0 &&
    after.length > 0 &&
    seen(after) >= after.length / 2
  );
}

const isSeen = ({ valid, scheduled }: DrillSecond): boolean => valid && scheduled > 0;

export function factOf(run: DrillRun): DrillFact {
  const seconds = run.seconds.filter(isSeen);
  const since = seconds.filter((second) => endOf(second) > run.fromMs);
  const parts = {
    before: seconds.filter((second) => endOf(second) <= run.fromMs),
    during: since.filter(({ startMs }) => startMs < run.toMs),
    after: since.filter(({ startMs }) => startMs >= run.toMs),
  };
  const before = shareOf(parts.before);
  const recoveryMs = recoveryOf(seconds, before, run);
  const growth = growthOf(run);
  return {
    kind: run.drill.kind,
    what: run.what,
    measured: isMeasured(run),
    rps: run.rps,
    ranges: {
      before: rangeOf(parts.before),
      during: rangeOf(parts.during),
      after: rangeOf(parts.after),
      recoveryMs: recoveryMs === null ? null : aSecondEitherWay(recoveryMs),
      bytesPerThousand: growth?.range ?? null,
    },
    before,
    during: shareOf(parts.during),
    after: shareOf(parts.after),
    dropped: sum(since, 'scheduled') - sum(since, 'good'),
    failures: failuresOf(since),
    recoveryMs,
    limitMs: run.recoverMs,
    exits: run.exits,
    memory: growth?.memory ?? null,
    burst: run.burst,
    storm: run.storm && {
      unreadable: run.storm.unreadable ?? null,
      invariants: run.storm.invariants.map(({ title, checked, violations }) => ({
        title,
        checked,
        violations,
      })),
    },
  };
}

const endOf = ({ startMs }: DrillSecond): number => startMs + 1000;

/** @returns undefined seconds' share as null: nothing was measured there */
function shareOf(seconds: readonly DrillSecond[]): number | null {
  const scheduled = sum(seconds, 'scheduled');
  return scheduled === 0 ? null : sum(seconds, 'good') / scheduled;
}

/** A fault that ends within a good second was over at once. */
function recoveryOf(
  seconds: readonly DrillSecond[],
  before: number | null,
  { toMs, recoverMs }: DrillRun,
): number | null {
  if (!before) return null;
  const good = seconds.find(
    (second) => endOf(second) > toMs && second.good / second.scheduled >= recoveredShare * before,
  );
  if (!good || good.startMs - toMs > recoverMs) return null;
  return Math.max(0, Math.round(good.startMs - toMs));
}

const aSecondEitherWay = (ms: number) => ({ low: Math.max(0, ms - resolutionMs), high: ms + resolutionMs });

function rangeOf(seconds: readonly DrillSecond[]) {
  return shareRange(sum(seconds, 'good'), sum(seconds, 'scheduled'));
}

/** Growth by requests, as the median of the slopes between all pairs: a collector's steps do not tilt it. */
function growthOf({ memory, rps }: DrillRun) {
  const settled = memory.slice(Math.floor(memory.length / 3)).filter(({ bytes }) => bytes > 0);
  const [first, last] = [settled.at(0), settled.at(-1)];
  if (!first || !last || first === last) return null;
  const slopes = settled
    .flatMap((a, index) => settled.slice(index + 1).map((b) => (b.bytes - a.bytes) / (b.atMs - a.atMs)))
    .toSorted((a, b) => a - b);
  const perThousand = (slope: number) => Math.round((slope * 1000 * 1000) / rps);
  const { low, high } = slopeRange(slopes, settled.length);
  return {
    memory: {
      startBytes: first.bytes,
      endBytes: last.bytes,
      bytesPerThousand: perThousand(slopes[Math.floor(slopes.length / 2)] ?? 0),
    },
    range: { low: perThousand(low), high: perThousand(high) },
  };
}

type Counts = Pick<DrillSecond, 'scheduled' | 'good' | 'failures'>;

export function sum(seconds: readonly Counts[], what: 'scheduled' | 'good'): number {
  return seconds.reduce((total, second) => total + second[what], 0);
}

/** Failures of all these seconds, by kind. */
export function failuresOf(seconds: readonly Counts[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const { failures } of seconds)
    for (const [kind, count] of Object.entries(failures)) all[kind] = (all[kind] ?? 0) + count;
  return all;
}
