// What a third party remembers of its visitors: the candidate's service decides how many, so it is bounded.
const maxItems = 20_000;
const maxBytes = 48_000_000;

/** A list that forgets its oldest items rather than grow without end. */
export class Recent<T> {
  #items: { item: T; bytes: number }[] = [];
  #first = 0;
  #bytes = 0;
  #count = 0;

  /** How many there have been, forgotten ones included. */
  get count(): number {
    return this.#count;
  }

  add(item: T, bytes: number): void {
    this.#items.push({ item, bytes });
    this.#bytes += bytes;
    this.#count++;
    while (this.#items.length - this.#first > maxItems || this.#bytes > maxBytes)
      this.#bytes -= this.#items[this.#first++]?.bytes ?? 0;
    if (this.#first > maxItems) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Oldest first. */
  list(): T[] {
    return this.#items.slice(this.#first).map(({ item }) => item);
  }
}
