// What a service asks of others to answer a request: statements of its database, calls of third parties. Both are counted
// where the service cannot reach, and a count has no noise. They are told and never scored.
import { countCalls } from '../probe/calls.ts';
import { SandboxError } from '../sandbox/sandboxes.ts';
import type { Boot, Effort } from './evidence.ts';
import type { PerRequest } from './report.ts';
import type { Side } from './side.ts';

/** Since the pod began; null where there is nothing to count, or it could not be counted. */
export type Counts = Pick<Effort, 'statements' | 'calls'>;

export async function countsOf({
  pod,
  probe,
  stubs,
}: Pick<Side, 'pod' | 'probe' | 'stubs'>): Promise<Counts> {
  const [statements, calls] = await Promise.all([
    pod.statements().catch(notKnown),
    stubs.length > 0 ? countCalls(probe, stubs).catch(notKnown) : null,
  ]);
  return { statements, calls };
}

/** A database that a service has ruined cannot be asked, and that is no failure of ours. */
function notKnown(error: Error): null {
  if (error instanceof SandboxError) return null;
  throw error;
}

export function effortBetween(before: Counts, after: Counts, requests: number): Effort {
  const more = (what: keyof Counts) => {
    const [from, to] = [before[what], after[what]];
    return from === null || to === null || to < from ? null : to - from;
  };
  return { requests, statements: more('statements'), calls: more('calls') };
}

/** Of two stretches of one phase. */
export function effortSum(one: Effort, other: Effort): Effort {
  const sum = (what: keyof Counts) => {
    const [a, b] = [one[what], other[what]];
    return a === null || b === null ? null : a + b;
  };
  return { requests: one.requests + other.requests, statements: sum('statements'), calls: sum('calls') };
}

/** @returns the mean over the steady phases of all boots; null where one of them could not be counted */
export function perRequest(boots: readonly Boot[], what: keyof Counts): PerRequest | null {
  const mean = (role: Side['role']): number => {
    const efforts = boots.map(({ steady }) => steady.effort?.[role]);
    const count = efforts.reduce((sum, effort) => sum + (effort?.[what] ?? NaN), 0);
    return count / efforts.reduce((sum, effort) => sum + (effort?.requests ?? 0), 0);
  };
  const [candidate, reference] = [mean('candidate'), mean('reference')];
  if (!Number.isFinite(candidate) || !Number.isFinite(reference)) return null;
  return { candidate, reference, ratio: reference > 0 ? candidate / reference : null };
}
