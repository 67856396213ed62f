import { Duplex } from 'node:stream';
import { Demux } from './demux.ts';

/**
 * A connection to a port on a pod's loopback: socat's stdin and stdout, seen as a socket that an http.Agent can use.
 * It fails with ECONNREFUSED when nothing listens there.
 */
export class PortStream extends Duplex {
  readonly #socket: Duplex;
  readonly #demux = new Demux();
  #complaint = '';
  #received = false;

  /** @param socket connection of the exec that runs socat */
  constructor(socket: Duplex) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.#end());
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  // What http.Agent calls on a net.Socket and a pipe has no use for.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #take(chunk: Buffer): void {
    try {
      for (const { from, bytes } of this.#demux.take(chunk)) this.#pass(from, bytes);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #pass(from: 'stdout' | 'stderr', bytes: Buffer): void {
    if (from === 'stderr') {
      this.#complaint = `${this.#complaint}${bytes.toString('utf8')}`.slice(0, 500);
      return;
    }
    this.#received = true;
    if (!this.push(bytes)) this.#socket.pause();
  }

  #end(): void {
    if (this.#received || this.#complaint === '') {
      this.push(null);
      return;
    }
    this.destroy(Object.assign(new Error(this.#complaint.trim()), { code: 'ECONNREFUSED' }));
  }
}
