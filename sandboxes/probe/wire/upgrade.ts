// A WebSocket's connection: opened with a request of its own, then handed bytes in both directions.
import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Headers } from '../kit/load.ts';
import { Malformed } from './malformed.ts';
import { assertSendable } from './request.ts';
import { ResponseReader } from './response.ts';
import { failureOf, type WireFailure } from './transport.ts';

const lingerMs = 1000;

export interface UpgradeReceiver {
  /** The service answered; only with status 101 and a right key is there anything to talk to. */
  onAnswer(status: number, headers: Headers, accepted: boolean): void;
  onBytes(chunk: Buffer): void;
  onFailure(failure: WireFailure): void;
}

/** One connection that asks to become a WebSocket. */
export class Upgrade {
  readonly #socket: Socket;
  readonly #receiver: UpgradeReceiver;
  readonly #reader: ResponseReader;
  readonly #key = randomBytes(16).toString('base64');
  #open = true;

  /** @throws RangeError when it is no valid request */
  constructor(origin: string, path: string, headers: Record<string, string>, receiver: UpgradeReceiver) {
    assertSendable({ path, headers });
    const { host, hostname, port } = new URL(origin);
    this.#receiver = receiver;
    this.#reader = new ResponseReader(
      {
        onHead: (status, answered) => this.#onHead(status, answered),
        onBody: () => {},
        onEnd: () => {},
        onFailure: () => {},
      },
      true,
    );
    this.#socket = connect({ host: hostname, port: Number(port || 80), noDelay: true });
    this.#socket
      .on('data', (chunk: Buffer) => this.#onData(chunk))
      .on('error', (error) => this.#fail(failureOf(error)))
      .on('close', () => this.#fail('connection'));
    this.#socket.write(this.#text(host, path, headers));
  }

  write(bytes: Buffer): void {
    if (this.#open) this.#socket.write(bytes);
  }

  /** Nothing is received after this. @param last sent before the end */
  close(last?: Buffer): void {
    if (!this.#open) return;
    this.#open = false;
    if (last) this.#socket.end(last);
    this.#socket.destroySoon();
    // A service that reads nothing would keep it open.
    setTimeout(() => this.#socket.destroy(), lingerMs).unref();
  }

  #text(host: string, path: string, headers: Record<string, string>): string {
    const own = { host, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const lines = Object.entries({ ...own, 'sec-websocket-key': this.#key, ...headers });
    return `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  }

  #onHead(status: number, headers: Headers): void {
    const accept = createHash('sha1')
      .update(`${this.#key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    const right =
      status === 101 &&
      headers.get('upgrade')?.toLowerCase() === 'websocket' &&
      headers.get('sec-websocket-accept') === accept &&
      !headers.has('sec-websocket-extensions');
    this.#receiver.onAnswer(status, headers, right);
  }

  #onData(chunk: Buffer): void {
    if (!this.#open) return;
    try {
      if (this.#reader.done) return this.#receiver.onBytes(chunk);
      this.#reader.feed(chunk);
      if (this.#reader.rest.length > 0) this.#receiver.onBytes(this.#reader.rest);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#fail(error.failure);
    }
  }

  #fail(failure: WireFailure): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.destroy();
    this.#receiver.onFailure(failure);
  }
}
