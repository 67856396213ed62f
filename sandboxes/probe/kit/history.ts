// What a storm did, as the probe recorded it. All times are milliseconds on one monotonic clock of the probe.

/**
 * `ok`: acknowledged, it took effect. `rejected`: refused in a way the author listed, it had no effect. `unknown`:
 * everything else (a timeout, a cut connection, a server error): it may have taken effect, may do so later, or never.
 */
export type Outcome = 'ok' | 'rejected' | 'unknown';

/** One operation as it was sent, whatever became of it. */
export interface Attempt {
  /** Its place in the history, by the time it was sent. */
  id: number;
  /** Which actor sent it; -1 for the reading-back at the end. */
  actor: number;
  kind: string;
  /** What it is about: an account, a product, a document. */
  key: string;
  /** What the author says was sent. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the author's own data, typed where it is made
  sent: any;
  /**
   * What the service was told to tell a repetition by. Operations with the same one are one to every rule that counts
   * effects.
   */
  idempotencyKey: string | undefined;
  startMs: number;
  /** When its answer was there in full, or the probe gave up on it. */
  endMs: number;
  outcome: Outcome;
  /** HTTP status, or why there was none, in words. */
  answer: string;
}

/** An operation with what came back. */
export interface Operation extends Attempt {
  /** What the author read from the answer; undefined unless the outcome is `ok`. */
  // oxlint-disable-next-line typescript/no-explicit-any -- proven by the author's `read`, typed where it is made
  got: any;
}

/** In the order of sending. */
export type History = readonly Operation[];

/** When an operation's effect was surely done: an unknown one's never is. */
export function doneBy(operation: Attempt): number {
  return operation.outcome === 'unknown' ? Infinity : operation.endMs;
}

/** Whether one operation was surely over before the other was sent: the only order of effects a rule may rely on. */
export function before(first: Attempt, second: Attempt): boolean {
  return doneBy(first) < second.startMs;
}
