// A strict reader of one HTTP/1.1 answer. What is not clearly an answer is malformed: nothing is guessed.
import { Chunks } from './chunks.ts';
import { headLength, type Head, parseHead } from './head.ts';
import { Malformed } from './malformed.ts';
import { maxHeadBytes, type Receiver } from './transport.ts';

const none = Buffer.alloc(0);
/** An answer may be announced by so many heads of status 1xx. */
const maxInterim = 8;

export class ResponseReader {
  /** What came after the end of the answer. */
  rest: Buffer = none;
  done = false;
  /** Whether the connection may carry another request. */
  reusable = false;
  readonly #receiver: Receiver;
  readonly #upgrade: boolean;
  /** The beginning of a head that came in pieces. */
  #pieces: Buffer | undefined;
  #filled = 0;
  #interim = 0;
  #body: 'none-yet' | 'length' | 'chunks' | 'until-close' = 'none-yet';
  #left = 0;
  #chunks: Chunks | undefined;
  #keepAlive = false;

  /** @param upgrade whether status 101, which ends HTTP on the connection, was asked for */
  constructor(receiver: Receiver, upgrade = false) {
    this.#receiver = receiver;
    this.#upgrade = upgrade;
  }

  /** @throws Malformed */
  feed(chunk: Buffer): void {
    let bytes = chunk;
    while (bytes.length > 0 && !this.done) {
      if (this.#body === 'none-yet') bytes = this.#feedHead(bytes);
      else bytes = this.#feedBody(bytes);
    }
    this.rest = bytes;
  }

  /** The service closed the connection: for some answers that is the end. @returns whether it is for this one */
  end(): boolean {
    if (this.#body === 'until-close' && !this.done) this.#finish();
    return this.done;
  }

  #feedHead(bytes: Buffer): Buffer {
    const known = this.#pieces?.subarray(0, this.#filled);
    const searched = known ? this.#join(bytes) : bytes;
    const length = headLength(searched, Math.max(0, (known?.length ?? 0) - 3));
    if (length > maxHeadBytes || (length < 0 && searched.length >= maxHeadBytes))
      throw new Malformed('too-large');
    if (length < 0) {
      if (!known) this.#join(bytes);
      return none;
    }
    const head = parseHead(searched.toString('latin1', 0, length));
    this.#pieces = undefined;
    this.#filled = 0;
    // A copy where the head came in pieces, whose buffer is used no more.
    const after = searched.subarray(length);
    this.#begin(head);
    return after;
  }

  /** Collects what may be a part of a head, up to the most a head may be and what came with its end. */
  #join(bytes: Buffer): Buffer {
    this.#pieces ??= Buffer.allocUnsafe(maxHeadBytes);
    const needed = this.#filled + bytes.length;
    if (needed > this.#pieces.length)
      this.#pieces = Buffer.concat([this.#pieces.subarray(0, this.#filled)], needed);
    bytes.copy(this.#pieces, this.#filled);
    this.#filled = needed;
    return this.#pieces.subarray(0, needed);
  }

  #begin(head: Head): void {
    const { status, headers, framing } = head;
    if (status < 200 && status !== 101) {
      if (++this.#interim > maxInterim) throw new Malformed('garbage');
      return;
    }
    if (status === 101 && !this.#upgrade) throw new Malformed('garbage');
    this.#keepAlive = head.keepAlive;
    this.#receiver.onHead(status, headers);
    if (status === 101 || status === 204 || status === 304 || framing === 0) return this.#finish();
    if (framing === 'chunks') this.#chunks = new Chunks();
    if (typeof framing === 'number') this.#left = framing;
    this.#body = typeof framing === 'number' ? 'length' : framing;
  }

  #feedBody(bytes: Buffer): Buffer {
    if (this.#chunks) {
      const rest = this.#chunks.feed(bytes, this.#receiver);
      if (this.#chunks.done) this.#finish();
      return rest;
    }
    if (this.#body === 'until-close') {
      this.#receiver.onBody(bytes);
      return none;
    }
    const taken = Math.min(this.#left, bytes.length);
    this.#left -= taken;
    this.#receiver.onBody(bytes.subarray(0, taken));
    if (this.#left === 0) this.#finish();
    return bytes.subarray(taken);
  }

  #finish(): void {
    this.done = true;
    this.reusable = this.#keepAlive && this.#body !== 'until-close';
  }
}
