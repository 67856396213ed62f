// A WebSocket as one request: opened, written to, read until enough messages came.
import type { Done, Pending } from './exchange.ts';
import { failureByStatus, type Outcome } from './outcome.ts';
import type { Headers, SocketRequest } from './kit/load.ts';
import { verdictOf } from './judge.ts';
import { frame, FrameReader, type Message, opcodes } from './wire/frames.ts';
import { Upgrade } from './wire/upgrade.ts';
import type { WireFailure } from './wire/transport.ts';

const normalClosure = frame(opcodes.close, Buffer.from([0x03, 0xe8]));

export class SocketExchange implements Pending {
  heardMs: number | undefined;
  #headers: Headers = new Map();
  #settled = false;
  readonly #request: SocketRequest;
  readonly #done: Done;
  readonly #frames = new FrameReader();
  readonly #messages: string[] = [];
  readonly #upgrade: Upgrade;

  /** @param done called exactly once. @throws RangeError when it is no valid request */
  constructor(origin: string, request: SocketRequest, done: Done) {
    this.#request = request;
    this.#done = done;
    this.#upgrade = new Upgrade(origin, request.path, request.headers ?? {}, {
      onAnswer: (status, headers, accepted) => this.#onAnswer(status, headers, accepted),
      onBytes: (chunk) => this.#onBytes(chunk),
      onFailure: (failure: WireFailure) => this.#settle(failure),
    });
  }

  giveUp(outcome: Outcome): void {
    this.#settle(outcome);
  }

  #onAnswer(status: number, headers: Headers, accepted: boolean): void {
    this.heardMs = performance.now();
    this.#headers = headers;
    if (!accepted) return this.#settle(failureByStatus(status));
    for (const each of this.#request.send) {
      const text = typeof each === 'string' ? each : JSON.stringify(each);
      this.#upgrade.write(frame(opcodes.text, Buffer.from(text)));
    }
  }

  #onBytes(chunk: Buffer): void {
    this.heardMs = performance.now();
    for (const message of this.#frames.feed(chunk)) if (!this.#settled) this.#take(message);
  }

  #take({ opcode, payload }: Message): void {
    if (opcode === opcodes.ping) return this.#upgrade.write(frame(opcodes.pong, payload));
    if (opcode === opcodes.pong) return;
    // The service closed before enough had come.
    if (opcode === opcodes.close) return this.#settle('wrong');
    this.#messages.push(payload.toString('utf8'));
    if (this.#messages.length < this.#request.count) return;
    const json = this.#messages;
    if (verdictOf(() => this.#request.check(json)))
      this.#settle('good', { status: 101, headers: this.#headers, json });
    else this.#settle('wrong');
  }

  #settle(...[outcome, answer]: Parameters<Done>): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#frames.clear();
    this.#upgrade.close(this.heardMs === undefined ? undefined : normalClosure);
    this.#done(outcome, answer);
  }
}
