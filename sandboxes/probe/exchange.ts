// One request and its answer, judged. The answer comes from the candidate's code: everything about it is bounded.
import type { Dispatcher } from 'undici';
import type { LoadRequest } from './kit/load.ts';

/** `good`, or why not. */
export type Outcome =
  | 'good'
  | 'wrong'
  | 'refused'
  | 'server-error'
  | 'too-large'
  | 'garbage'
  | 'connection'
  | 'timeout'
  | 'unfinished';

const maxBodyBytes = 4_000_000;

export class Exchange implements Dispatcher.DispatchHandler {
  #status = 0;
  #bytes = 0;
  #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  readonly #request: LoadRequest;
  readonly #done: (outcome: Outcome) => void;

  /** @param done called exactly once */
  constructor(request: LoadRequest, done: (outcome: Outcome) => void) {
    this.#request = request;
    this.#done = done;
  }

  /** Ends it from our side: its time is over. */
  giveUp(outcome: Outcome): void {
    this.#settle(outcome);
    this.#controller?.abort(new Error(outcome));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('given up before it was sent'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= maxBodyBytes) {
      this.#chunks.push(chunk);
      return;
    }
    this.#settle('too-large');
    controller.abort(new Error('too large'));
  }

  onResponseEnd(): void {
    if (!this.#settled) this.#settle(this.#judge());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(outcomeOf(error));
  }

  #settle(outcome: Outcome): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#done(outcome);
    this.#chunks = [];
  }

  #judge(): Outcome {
    if (this.#isRight()) return 'good';
    if (this.#status === 429 || this.#status === 503) return 'refused';
    return this.#status >= 500 ? 'server-error' : 'wrong';
  }

  #isRight(): boolean {
    try {
      return this.#request.check(this.#status, parsed(this.#chunks));
    } catch {
      // A check that trips over an answer of an unforeseen shape has found a wrong answer.
      return false;
    }
  }
}

function parsed(chunks: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

function outcomeOf(error: Error): Outcome {
  const code = 'code' in error ? String(error.code) : '';
  if (/^UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT$/.test(code)) return 'timeout';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large';
  return error.name === 'HTTPParserError' || /CONTENT_LENGTH/.test(code) ? 'garbage' : 'connection';
}
