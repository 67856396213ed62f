// Requests over our own sockets: several times cheaper than a general client, so that the generator is on time.
import { connect, type Socket } from 'node:net';
import { Malformed } from './malformed.ts';
import { requestText } from './request.ts';
import { ResponseReader } from './response.ts';
import {
  failureOf,
  maxIdleMs,
  type Receiver,
  type Transport,
  type WireFailure,
  type WireRequest,
} from './transport.ts';

/** The last used is used next, so that there are as many connections as the service's pace asks for, and no more. */
export class SocketTransport implements Transport {
  readonly #url: URL;
  readonly #open = new Set<Connection>();
  readonly #idle: Connection[] = [];

  constructor(origin: string) {
    this.#url = new URL(origin);
  }

  send(request: WireRequest, fresh: boolean, receiver: Receiver): () => void {
    const text = requestText(this.#url.host, request, fresh ? 'close' : 'keep-alive');
    const connection = (fresh ? undefined : this.#takeIdle()) ?? this.#connect();
    connection.exchange(text, receiver);
    return () => connection.abandon(receiver);
  }

  close(): Promise<void> {
    for (const connection of this.#open) connection.destroy();
    return Promise.resolve();
  }

  #takeIdle(): Connection | undefined {
    const oldest = performance.now() - maxIdleMs;
    // The first has been idle the longest.
    while (this.#idle[0] && (!this.#idle[0].alive || this.#idle[0].idleSinceMs < oldest))
      this.#idle.shift()?.destroy();
    let last = this.#idle.pop();
    while (last && !last.alive) last = this.#idle.pop();
    return last;
  }

  #connect(): Connection {
    const connection: Connection = new Connection(this.#url, {
      onIdle: () => this.#idle.push(connection),
      onClose: () => this.#open.delete(connection),
    });
    this.#open.add(connection);
    return connection;
  }
}

interface Owner {
  onIdle: () => void;
  onClose: () => void;
}

class Connection {
  alive = true;
  idleSinceMs = 0;
  readonly #socket: Socket;
  readonly #owner: Owner;
  #receiver: Receiver | undefined;
  #reader: ResponseReader | undefined;

  constructor({ hostname, port }: URL, owner: Owner) {
    this.#owner = owner;
    this.#socket = connect({ host: hostname, port: Number(port || 80), noDelay: true });
    this.#socket
      .on('data', (chunk: Buffer) => this.#onData(chunk))
      .on('end', () => this.#onEnd())
      .on('error', (error) => this.#fail(failureOf(error)))
      .on('close', () => {
        this.#fail('connection');
        owner.onClose();
      });
  }

  exchange(text: string, receiver: Receiver): void {
    this.#receiver = receiver;
    this.#reader = new ResponseReader(receiver);
    this.#socket.write(text);
  }

  /** Ends an exchange that is still going on; what is on the wire of it can only be dropped with the connection. */
  abandon(receiver: Receiver): void {
    if (this.#receiver === receiver) this.destroy();
  }

  destroy(): void {
    this.alive = false;
    this.#receiver = undefined;
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    const reader = this.#reader;
    // Unasked bytes on an idle connection would be taken for the next answer.
    if (!reader || !this.#receiver) return this.destroy();
    try {
      reader.feed(chunk);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return this.#fail(error.failure);
    }
    if (reader.done) this.#complete(reader);
  }

  #complete(reader: ResponseReader): void {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    this.#reader = undefined;
    if (reader.reusable && reader.rest.length === 0 && this.alive) {
      this.idleSinceMs = performance.now();
      this.#owner.onIdle();
    } else this.destroy();
    receiver?.onEnd();
  }

  #onEnd(): void {
    const reader = this.#reader;
    if (reader && this.#receiver && reader.end()) this.#complete(reader);
    else this.#fail('connection');
  }

  #fail(failure: WireFailure): void {
    const receiver = this.#receiver;
    this.destroy();
    receiver?.onFailure(failure);
  }
}
