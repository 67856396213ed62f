// Everything a grading observed, before any judgement: a score can be made from it again without a container.
import type { CheckLine } from '../../sandboxes/probe/observation.ts';

export interface Evidence {
  seed: number;
  plan: string;
  checks: CheckLine[];
  boots: Boot[];
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
