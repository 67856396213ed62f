// A body in chunks (RFC 9112, section 7.1), read however it was cut on the way.
import { Malformed } from './malformed.ts';
import { maxHeadBytes, type Receiver } from './transport.ts';

const lineFeed = 0x0a;
const none = Buffer.alloc(0);
const maxSizeLine = 256;
const sizeForm = /^([0-9A-Fa-f]{1,8})[\t ]*(?:;[\t -~\x80-\xff]*)?$/;
const trailerForm = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*$/;

export class Chunks {
  done = false;
  #expect: 'size' | 'data' | 'data-end' | 'trailer' = 'size';
  #left = 0;
  #line = '';
  #trailerBytes = 0;

  /** @returns what came after the last chunk. @throws Malformed */
  feed(chunk: Buffer, receiver: Receiver): Buffer {
    let bytes = chunk;
    while (bytes.length > 0 && !this.done)
      bytes = this.#expect === 'data' ? this.#data(bytes, receiver) : this.#lineOf(bytes);
    return bytes;
  }

  #data(bytes: Buffer, receiver: Receiver): Buffer {
    const taken = Math.min(this.#left, bytes.length);
    this.#left -= taken;
    receiver.onBody(bytes.subarray(0, taken));
    if (this.#left === 0) this.#expect = 'data-end';
    return bytes.subarray(taken);
  }

  #lineOf(bytes: Buffer): Buffer {
    const end = bytes.indexOf(lineFeed);
    const upTo = end < 0 ? bytes.length : end;
    const limit = this.#expect === 'trailer' ? maxHeadBytes : maxSizeLine;
    if (this.#line.length + upTo > limit) throw new Malformed('too-large');
    this.#line += bytes.toString('latin1', 0, upTo);
    if (end < 0) return none;
    const line = this.#line;
    this.#line = '';
    if (!line.endsWith('\r')) throw new Malformed('garbage');
    this.#take(line.slice(0, -1));
    return bytes.subarray(end + 1);
  }

  #take(line: string): void {
    if (this.#expect === 'size') this.#takeSize(line);
    else if (this.#expect === 'trailer') this.#takeTrailer(line);
    else if (line === '') this.#expect = 'size';
    else throw new Malformed('garbage');
  }

  #takeSize(line: string): void {
    const size = sizeForm.exec(line)?.[1];
    if (size === undefined) throw new Malformed('garbage');
    this.#left = Number.parseInt(size, 16);
    this.#expect = this.#left === 0 ? 'trailer' : 'data';
  }

  #takeTrailer(line: string): void {
    if (line === '') {
      this.done = true;
      return;
    }
    this.#trailerBytes += line.length;
    if (this.#trailerBytes > maxHeadBytes) throw new Malformed('too-large');
    if (!trailerForm.test(line)) throw new Malformed('garbage');
  }
}
