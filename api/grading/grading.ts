import { seedFrom } from '../../sandboxes/probe/random.ts';
import type { GradingState } from './contract.ts';

/** Our own failures are tried again; the last one is what the scorecard then says. */
const maxTries = 3;

/** @returns the seed of every grading of a challenge's version: all submissions meet the same arrivals, from 1 to 2^31 - 1 */
export function seedOf(digest: string): number {
  return seedFrom(digest) >>> 1 || 1;
}

/** The times a grading's state is read from, of the latest try; undefined when there was none yet. */
export interface GradingTimes {
  finishedAt: Date | null;
  counts: boolean;
}

export function gradingState(latest: GradingTimes | undefined): GradingState {
  if (!latest) return 'queued';
  if (latest.counts) return 'finished';
  return latest.finishedAt ? 'retrying' : 'running';
}

/**
 * Whether a try's outcome stands: everything but an early failure of ours does.
 * @param failures how many tries have failed by our fault before
 */
export function stands(outcome: string, failures: number): boolean {
  return outcome !== 'our_failure' || failures + 1 >= maxTries;
}
