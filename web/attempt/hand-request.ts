import type { Api } from '../../api/contract.ts';
import type { Input, Output } from '../../api/http/contract.ts';

type Key = 'POST /api/attempts/:attemptId/request';

/** A request the candidate sends by hand, and what the service made of it. */
export type HandRequest = Input<Api, Key>['body'];
/** A request of the author's to begin with. */
export type Example = Output<Api, 'GET /api/attempts/:attemptId/console'>['examples'][number];
export type HandAnswer = Output<Api, Key>;

/** What is kept of one: the answer's body is not. */
export interface Sent {
  request: HandRequest;
  status: number;
  ms: number;
}

const maxKept = 50;
/** A larger body is sent, and not kept. */
const maxBody = 20_000;

/** @returns the history with one more request at its head, the same one sent before taken out */
export function remember(history: readonly Sent[], sent: Sent): Sent[] {
  const { body, ...plain } = sent.request;
  const request = body !== undefined && body.length > maxBody ? plain : sent.request;
  const same = JSON.stringify(request);
  const others = history.filter((other) => JSON.stringify(other.request) !== same);
  return [{ ...sent, request }, ...others].slice(0, maxKept);
}
