// How a request ended.

/** `good`, or why not. The order is that of the numbers in raw samples: add at the end only. */
export const outcomes = [
  'good',
  /** Not the right answer, or none that could be checked. */
  'wrong',
  /** Status 429 or 503: the service says that it is overloaded. */
  'refused',
  'server-error',
  'too-large',
  /** Not HTTP. */
  'garbage',
  'connection',
  'timeout',
  /** Still out when the phase's time for answers was over. */
  'unfinished',
  /** Not sent, because too many were out unanswered. */
  'unsent',
  /** A scenario's later request, which a failure before it made impossible. */
  'skipped',
  /** This machine could not open a connection: our failure. */
  'own-limit',
  /** Right, and without something that was asked for, as it says itself. */
  'incomplete',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What an answer that is not right is called, by its status. */
export function failureByStatus(status: number): Outcome {
  if (status === 429 || status === 503) return 'refused';
  return status >= 500 ? 'server-error' : 'wrong';
}
