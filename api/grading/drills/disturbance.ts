import type { Challenge } from '../../challenge/challenge.ts';
import type { Drill } from '../../challenge/drill.ts';
import type { DrillRun } from '../evidence.ts';
import { limits, type Plan } from '../plan.ts';
import type { Side } from '../side.ts';

export interface Drilling {
  side: Side;
  challenge: Challenge;
  plan: Plan;
  seed: number;
  signal: AbortSignal | undefined;
  /** Good answers per second when it was saturated beside the reference. */
  saturatedRps: number;
  /** No storm goes on meanwhile. */
  calm?: true;
}

/** How long anybody waits for an answer during a drill: one that comes later than this helps nobody any more. */
export function patienceMs(goal: Challenge['goal']): number {
  return Math.min(limits.requestMs, Math.max(1000, 3 * goal.ms));
}

/** Something done to a service while it is under load. */
export interface Disturbance {
  /** What is done, in plain words. */
  what: string;
  /** It ends the service itself, which nobody else is then to start again. */
  endsService?: true;
  /** How much longer than usual a service may take to recover. */
  extraMs?: number;
  /** What has to be under way when it happens. */
  lead?: () => Promise<void>;
  /** Does it. @returns once it is over */
  act: () => Promise<void>;
  /** What was seen besides the load, asked once the load has ended. */
  found?: () => Promise<Partial<Pick<DrillRun, 'what' | 'memory' | 'burst' | 'storm'>>>;
}

/** Makes ready whatever has to be there before the load begins. */
export type Prepare<D extends Drill> = (drilling: Drilling, drill: D) => Disturbance | Promise<Disturbance>;
