// Everything a grading observed, before any judgement: a score can be made from it again without a container.
import type { Drill } from '../challenge/drill.ts';
import type { StormObservation } from '../probe/storm.ts';
import type { Effort } from './effort.ts';
import type { MaintainabilityRun } from './maintainability/maintainability.ts';
import type { CheckLine, InvariantLine } from '../../sandboxes/probe/observation.ts';

export interface Evidence {
  seed: number;
  plan: string;
  checks: CheckLine[];
  boots: Boot[];
  drills: DrillRun[];
  /** Of the storm, when the challenge has one. */
  invariants: InvariantLine[];
  /** Absent in gradings from before the candidate's own tests were run. */
  maintainability?: MaintainabilityRun;
}

/** One drill: what was done to the candidate's service under a steady load, and every second around it. */
export interface DrillRun {
  drill: Drill;
  /** What was done, in plain words. */
  what: string;
  /** Requests per second that were offered all the while. */
  rps: number;
  /** When it was done, and when it was over, in milliseconds from the start of the load. */
  fromMs: number;
  toMs: number;
  /** How long the service had to recover. */
  recoverMs: number;
  seconds: DrillSecond[];
  /** How often the service ended by itself and was started again. */
  exits: number;
  /** What the service held while it was loaded on and on; empty but for a soak. */
  memory: Held[];
  /** What became of the requests beyond the steady load; null but for an overload. */
  burst: Omit<DrillSecond, 'startMs' | 'valid'> | null;
  /** What the challenge's storm found that went on when the service was killed; null where there is none. */
  storm: StormObservation | null;
}

/** What the service held at one moment. */
export interface Held {
  atMs: number;
  bytes: number;
}

export interface DrillSecond {
  /** From the start of the load. */
  startMs: number;
  scheduled: number;
  good: number;
  failures: Record<string, number>;
  /** false where the generator or the machine was the limit. */
  valid: boolean;
}

/** One pair of fresh pods. */
export interface Boot {
  saturated: Paired;
  steady: Paired;
  candidateLadder: Step[];
  referenceLadder: Step[];
  /** How often the candidate's service ended by itself under load and was started again. */
  exits: number;
}

/** Both services over the same seconds. */
export interface Paired {
  candidate: Second[];
  reference: Second[];
  /** By second; false where the generator or the machine was the limit, for both sides alike. */
  valid: boolean[];
  /** What each asked of others over the whole phase; of a steady one alone. */
  effort?: Record<'candidate' | 'reference', Effort>;
  /** What each held meanwhile. Absent in gradings from before it was kept. */
  memory?: Record<'candidate' | 'reference', Held[]>;
}

export interface Second {
  scheduled: number;
  good: number;
  failures: Record<string, number>;
  /** Of the good answers of an open phase, in milliseconds. */
  latencies: number[];
  /** Every request, packed (see samples.ts of the probe). Absent in gradings from before it was kept. */
  samples?: string;
  /** Processor time the whole pod used, in milliseconds. */
  cpuMs: number;
}

/** One rate of a ladder. */
export interface Step extends Omit<Second, 'cpuMs' | 'samples'> {
  /** Requests per second that were offered. */
  rps: number;
  ms: number;
  /** As of a second, one for each. */
  samples?: string[];
  valid: boolean;
}
