/** Remembers values for a while, and the newest only when there are too many. */
export class Cache<T> {
  readonly #entries = new Map<string, { value: T; at: number }>();
  readonly #maxAgeMs: number;
  readonly #maxEntries: number;

  constructor(maxAgeMs: number, maxEntries: number) {
    this.#maxAgeMs = maxAgeMs;
    this.#maxEntries = maxEntries;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    return entry && Date.now() - entry.at < this.#maxAgeMs ? entry.value : undefined;
  }

  /** @param at when the value was true, in milliseconds since 1970 */
  set(key: string, value: T, at: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, at });
    if (this.#entries.size > this.#maxEntries) this.#entries.delete(this.#entries.keys().next().value as string);
  }
}
