// What a drill showed, worked out from its raw seconds.
import type { DrillRun, DrillSecond } from '../evidence.ts';
import type { DrillFact } from '../report.ts';

/** So much of what was good before must be good again. */
const recoveredShare = 0.9;

/** Whether the machine let anything be seen: without a second before there is nothing to come back to. */
function isMeasured({ seconds, fromMs }: DrillRun): boolean {
  const valid = seconds.filter((second) => second.valid);
  return valid.length > seconds.length / 2 && valid.some((second) => endOf(second) <= fromMs);
}

export function factOf(run: DrillRun): DrillFact {
  const seconds = run.seconds.filter(({ valid, scheduled }) => valid && scheduled > 0);
  const before = shareOf(seconds.filter((second) => endOf(second) <= run.fromMs));
  const since = seconds.filter((second) => endOf(second) > run.fromMs);
  return {
    kind: run.drill.kind,
    what: run.what,
    measured: isMeasured(run),
    rps: run.rps,
    before,
    during: shareOf(since.filter(({ startMs }) => startMs < run.toMs)),
    after: shareOf(since.filter(({ startMs }) => startMs >= run.toMs)),
    dropped: sum(since, 'scheduled') - sum(since, 'good'),
    failures: failuresOf(since),
    recoveryMs: recoveryOf(seconds, before, run),
    limitMs: run.recoverMs,
    exits: run.exits,
    memory: memoryOf(run),
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

/** Growth by requests, as the median of the slopes between all pairs: a collector's steps do not tilt it. */
function memoryOf({ memory, rps }: DrillRun): DrillFact['memory'] {
  const settled = memory.slice(Math.floor(memory.length / 3)).filter(({ bytes }) => bytes > 0);
  const [first, last] = [settled.at(0), settled.at(-1)];
  if (!first || !last || first === last) return null;
  const slopes = settled.flatMap((a, index) =>
    settled.slice(index + 1).map((b) => (b.bytes - a.bytes) / (b.atMs - a.atMs)),
  );
  const perMs = slopes.toSorted((a, b) => a - b)[Math.floor(slopes.length / 2)] ?? 0;
  const msPerThousand = (1000 * 1000) / rps;
  return {
    startBytes: first.bytes,
    endBytes: last.bytes,
    bytesPerThousand: Math.round(perMs * msPerThousand),
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
