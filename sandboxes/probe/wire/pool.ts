// Requests over undici's pool: the same rules from another hand, to check our own sockets against.
import { Client, type Dispatcher, Pool } from 'undici';
import { assertSendable } from './request.ts';
import {
  failureOf,
  maxHeadBytes,
  maxIdleMs,
  type Receiver,
  type Transport,
  type WireFailure,
  type WireRequest,
} from './transport.ts';

// No time limits of the pool's own: every request has one from the time it was due.
const options = {
  pipelining: 1,
  allowH2: false,
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: maxIdleMs,
  keepAliveMaxTimeout: maxIdleMs,
  maxHeaderSize: maxHeadBytes,
  connect: { timeout: 60_000 },
} as const;

export class PoolTransport implements Transport {
  readonly #origin: string;
  readonly #pool: Pool;
  readonly #fresh = new Set<Client>();

  constructor(origin: string) {
    this.#origin = origin;
    this.#pool = new Pool(origin, options);
  }

  send(request: WireRequest, fresh: boolean, receiver: Receiver): () => void {
    assertSendable(request);
    if (!fresh) return this.#dispatch(this.#pool, request, new Handler(receiver, () => {}));
    const client = new Client(this.#origin, options);
    this.#fresh.add(client);
    const handler = new Handler(receiver, () => {
      this.#fresh.delete(client);
      void client.destroy();
    });
    return this.#dispatch(client, request, handler);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool, ...this.#fresh].map((dispatcher) => dispatcher.destroy()));
  }

  #dispatch(dispatcher: Dispatcher, request: WireRequest, handler: Handler): () => void {
    const { method, path, headers, body = null } = request;
    dispatcher.dispatch(
      { origin: this.#origin, method, path, headers, body, reset: dispatcher !== this.#pool },
      handler,
    );
    return () => handler.abandon();
  }
}

class Handler implements Dispatcher.DispatchHandler {
  readonly #receiver: Receiver;
  readonly #over: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #ended = false;

  constructor(receiver: Receiver, over: () => void) {
    this.#receiver = receiver;
    this.#over = over;
  }

  abandon(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#controller?.abort(new Error('given up'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error('given up before it was sent'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: RawHeaders): void {
    if (status >= 200 && !this.#ended) this.#receiver.onHead(status, byName(headers));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#ended) this.#receiver.onBody(chunk);
  }

  onResponseEnd(): void {
    this.#end(() => this.#receiver.onEnd());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(() => this.#receiver.onFailure(wireFailure(error)));
  }

  #end(tell: () => void): void {
    this.#over();
    if (this.#ended) return;
    this.#ended = true;
    tell();
  }
}

type RawHeaders = Record<string, string | string[] | undefined>;

function byName(headers: RawHeaders): Map<string, string> {
  return new Map(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}

function wireFailure(error: Error): WireFailure {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large';
  const malformed = error.name === 'HTTPParserError' || /CONTENT_LENGTH/.test(code);
  return malformed ? 'garbage' : failureOf(error);
}
