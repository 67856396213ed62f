// The two ways a grading ends without a score. They never mix: ours costs the candidate nothing.
import type { FailedReport } from './report.ts';

export type Stage = FailedReport['failure']['stage'];

/** The candidate's service could not be graded, for a reason of its own. */
export class CandidateFailure extends Error {
  override name = 'CandidateFailure';
  readonly stage: Stage;
  readonly code: string;
  readonly log: string[];

  constructor(stage: Stage, code: string, reason: string, log: string[]) {
    super(reason);
    this.stage = stage;
    this.code = code;
    this.log = log;
  }
}

/** Something of ours did not hold: the grading says nothing about the candidate. */
export class OurFailure extends Error {
  override name = 'OurFailure';
  readonly code: string;

  constructor(code: string, reason: string) {
    super(reason);
    this.code = code;
  }
}
