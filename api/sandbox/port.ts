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
  #idleMs = 0;
  #idle: NodeJS.Timeout | undefined;

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
    this.#touch();
    this.#socket.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#socket.destroy();
    done(error);
  }

  /** As on a net.Socket: 'timeout' is emitted when nothing went either way for so long; 0 ends that. */
  setTimeout(idleMs: number, listener?: () => void): this {
    this.#idleMs = idleMs;
    if (listener) this.once('timeout', listener);
    this.#touch();
    return this;
  }

  // What http.Agent calls on a net.Socket and a pipe has no use for.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #touch(): void {
    clearTimeout(this.#idle);
    if (this.#idleMs > 0) this.#idle = setTimeout(() => this.emit('timeout'), this.#idleMs);
  }

  #take(chunk: Buffer): void {
    this.#touch();
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
