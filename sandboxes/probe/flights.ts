// The requests that are out, and how long each may be. All times are those of performance.now().
import type { Pending } from './exchange.ts';
import type { Outcome } from './outcome.ts';

/** How often the deadlines of single parts of an answer are looked at. */
const partsEveryMs = 100;

export interface Flight {
  dueMs: number;
  sentMs: number;
  pending: Pending;
}

export interface Deadlines {
  /** From when it was due to the end of the answer. */
  timeoutMs: number;
  /** From when it was sent to the end of the answer's head. */
  headTimeoutMs: number;
  /** From one piece of the answer to the next. */
  idleTimeoutMs: number;
}

export class Flights {
  readonly #deadlines: Deadlines;
  readonly #out = new Set<Flight>();
  #lookedMs = 0;

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
  }

  get size(): number {
    return this.#out.size;
  }

  add(flight: Flight): void {
    this.#out.add(flight);
  }

  delete(flight: Flight): void {
    this.#out.delete(flight);
  }

  giveUpAll(outcome: Outcome): void {
    for (const { pending } of this.#out) pending.giveUp(outcome);
  }

  // A set keeps the order of sending, and all share one limit: the first that is young enough ends the search.
  expire(): void {
    const now = performance.now();
    for (const { dueMs, pending } of this.#out) {
      if (now - dueMs < this.#deadlines.timeoutMs) break;
      pending.giveUp('timeout');
    }
    if (now - this.#lookedMs < partsEveryMs) return;
    this.#lookedMs = now;
    for (const flight of this.#out) if (this.#isStuck(flight, now)) flight.pending.giveUp('timeout');
  }

  #isStuck({ sentMs, pending: { heardMs } }: Flight, now: number): boolean {
    if (heardMs === undefined) return now - sentMs >= this.#deadlines.headTimeoutMs;
    return now - heardMs >= this.#deadlines.idleTimeoutMs;
  }
}
