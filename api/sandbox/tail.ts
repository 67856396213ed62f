/** Keeps the last so many bytes of a stream. */
export class Tail {
  readonly #limit: number;
  #kept = Buffer.alloc(0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(bytes: Buffer): void {
    const all = Buffer.concat([this.#kept, bytes]);
    this.#kept = all.subarray(Math.max(0, all.length - this.#limit));
  }

  text(): string {
    return this.#kept.toString('utf8').trim();
  }
}
