import type { Api } from '../../api/contract.ts';
import type { Input, Output } from '../../api/http/contract.ts';

type Key = 'POST /api/attempts/:attemptId/request';

/** A request the candidate sends by hand, and what the service made of it. */
export type HandRequest = Input<Api, Key>['body'];
export type HandAnswer = Output<Api, Key>;

export interface Sent {
  request: HandRequest;
  answer: HandAnswer;
}
