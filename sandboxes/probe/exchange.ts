// One request and its answer, judged. The answer comes from the candidate's code: everything about it is bounded.
import { Body } from './body.ts';
import type { Answer, Headers, HttpRequest } from './kit/load.ts';
import { failureByStatus, type Outcome } from './outcome.ts';
import { parsed, verdictOf } from './judge.ts';
import type { Receiver, WireFailure } from './wire/transport.ts';

/** @param answer with outcome `good` only */
export type Done = (outcome: Outcome, answer?: Answer) => void;

/** A request that is out. */
export interface Pending {
  /** When the head of the answer, or something after it, came last, by performance.now(). */
  readonly heardMs: number | undefined;
  /** Ends it from our side: its time is over. */
  giveUp(outcome: Outcome): void;
}

/** What every kind of exchange has in common: it ends once, and is dropped on the wire when it ends early. */
export abstract class Exchange implements Receiver, Pending {
  heardMs: number | undefined;
  status = 0;
  headers: Headers = new Map();
  protected readonly body = new Body();
  protected settled = false;
  readonly #done: Done;
  #drop: () => void = () => {};

  /** @param done called exactly once */
  constructor(done: Done) {
    this.#done = done;
  }

  /** @param drop ends it on the wire */
  sent(drop: () => void): void {
    this.#drop = drop;
    if (this.settled) drop();
  }

  giveUp(outcome: Outcome): void {
    this.settle(outcome);
  }

  onHead(status: number, headers: Headers): void {
    this.heardMs = performance.now();
    this.status = status;
    this.headers = headers;
  }

  onBody(chunk: Buffer): void {
    if (this.settled) return;
    this.heardMs = performance.now();
    this.take(chunk);
  }

  abstract onEnd(): void;

  onFailure(failure: WireFailure): void {
    this.settle(failure);
  }

  protected abstract take(chunk: Buffer): void;

  protected settle(outcome: Outcome, answer?: Answer): void {
    if (this.settled) return;
    this.settled = true;
    this.body.clear();
    this.#drop();
    this.#done(outcome, answer);
  }
}

export class HttpExchange extends Exchange {
  readonly #request: HttpRequest;

  constructor(request: HttpRequest, done: Done) {
    super(done);
    this.#request = request;
  }

  onEnd(): void {
    if (this.settled) return;
    const { status, headers } = this;
    const json = parsed(this.body.bytes().toString());
    const verdict = verdictOf(() => this.#request.check(status, json, headers));
    if (verdict === true) this.settle('good', { status, headers, json });
    else this.settle(verdict || failureByStatus(status));
  }

  protected take(chunk: Buffer): void {
    if (!this.body.add(chunk)) this.settle('too-large');
  }
}
