import { Problem } from '../http/problem.ts';

/** Who puts load on this machine. What is measured for a scorecard has it to itself, as far as practice goes. */
export class Measuring {
  #gradings = 0;
  readonly #smokes = new Set<Promise<unknown>>();

  /** Measures for a scorecard, once the practice under way is over; until the end no more begins. */
  async grading<T>(work: () => Promise<T>): Promise<T> {
    this.#gradings++;
    try {
      await Promise.allSettled(this.#smokes);
      return await work();
    } finally {
      this.#gradings--;
    }
  }

  /** Puts load on a service for practice. @throws Problem 503 measuring */
  async smoke<T>(work: () => Promise<T>): Promise<T> {
    if (this.#gradings > 0)
      throw new Problem(
        503,
        'measuring',
        'A submission is being measured on this machine, which takes some minutes. Try again later; the checks and your service work as ever.',
      );
    const smoke = work();
    this.#smokes.add(smoke);
    return smoke.finally(() => this.#smokes.delete(smoke));
  }
}
