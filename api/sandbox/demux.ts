// Docker sends stdout and stderr of a container without a terminal over one connection: 8 bytes of header (which of
// the two, three zeros, length), then that many bytes. Payload is handed on as it comes, so a header that claims
// 4 GB costs nothing.

export interface Frame {
  from: 'stdout' | 'stderr';
  bytes: Buffer;
}

const headerBytes = 8;

export class Demux {
  #header = Buffer.alloc(0);
  #from: Frame['from'] = 'stdout';
  #left = 0;

  /** @returns what the chunk held, in order. @throws Error when it is not a stream of frames */
  take(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#left === 0) {
        rest = this.#takeHeader(rest);
        continue;
      }
      const bytes = rest.subarray(0, this.#left);
      frames.push({ from: this.#from, bytes });
      this.#left -= bytes.length;
      rest = rest.subarray(bytes.length);
    }
    return frames;
  }

  #takeHeader(chunk: Buffer): Buffer {
    const missing = headerBytes - this.#header.length;
    this.#header = Buffer.concat([this.#header, chunk.subarray(0, missing)]);
    if (this.#header.length === headerBytes) {
      const kind = this.#header[0];
      if (kind !== 1 && kind !== 2) throw new Error(`not a frame of Docker's: it starts with byte ${kind}`);
      this.#from = kind === 1 ? 'stdout' : 'stderr';
      this.#left = this.#header.readUInt32BE(4);
      this.#header = Buffer.alloc(0);
    }
    return chunk.subarray(missing);
  }
}
