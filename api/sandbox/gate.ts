/** Lets only so many pieces of work run at once; the rest wait in order, and what nobody waits for comes last. */
export class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  readonly #yielding: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(work, this.#waiting);
  }

  /** Runs work that gives way to everything else that waits. */
  runLast<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(work, this.#yielding);
  }

  async #run<T>(work: () => Promise<T>, queue: (() => void)[]): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift() ?? this.#yielding.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
