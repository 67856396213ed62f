// Bytes of one answer in one buffer, however small the pieces were that they came in. All together are bounded too: a
// thousand endless answers must not take the generator's memory.
export const maxBodyBytes = 4_000_000;
const maxAllBytes = 192_000_000;
const firstBytes = 2048;

let allBytes = 0;

export class Body {
  #buffer = Buffer.alloc(0);
  #length = 0;

  /** @returns false when the answer is too large; then nothing more may be added */
  add(chunk: Buffer): boolean {
    const needed = this.#length + chunk.length;
    if (needed > maxBodyBytes || (needed > this.#buffer.length && !this.#grow(needed))) return false;
    chunk.copy(this.#buffer, this.#length);
    this.#length = needed;
    return true;
  }

  /** @returns a view that is valid until the next change */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Forgets the first bytes. */
  drop(count: number): void {
    this.#buffer.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  /** Frees it. To be called once it is of no more use. */
  clear(): void {
    allBytes -= this.#buffer.length;
    this.#buffer = Buffer.alloc(0);
    this.#length = 0;
  }

  #grow(needed: number): boolean {
    const size = Math.max(firstBytes, 2 ** Math.ceil(Math.log2(needed)));
    const more = size - this.#buffer.length;
    if (allBytes + more > maxAllBytes) return false;
    allBytes += more;
    const larger = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
    return true;
  }
}
