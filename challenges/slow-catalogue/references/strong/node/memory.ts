/** A map that forgets what was put in first once it holds `most` entries. */
export class Bounded<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.#entries.set(key, value);
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value as Key);
  }
}

/** Answers for a short while from memory; callers that come at the same time share one question. */
export class Brief<Value> {
  readonly #entries = new Bounded<number, { until: number; value: Promise<Value> }>(2000);
  readonly #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
  }

  get(key: number, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known && known.until > performance.now()) return known.value;
    const value = ask();
    this.#entries.set(key, { until: performance.now() + this.#ms, value });
    value.catch(() => this.forget(key));
    return value;
  }

  forget(key: number): void {
    const known = this.#entries.get(key);
    if (known) known.until = 0;
  }
}
