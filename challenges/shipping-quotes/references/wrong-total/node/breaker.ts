const failuresInARow = 5;
const aloneMs = 1000;

/** Leaves a carrier alone that keeps failing, and lets one request at a time find out whether it is well again. */
export class Breaker {
  #failures = 0;
  #aloneUntil = 0;
  #trying = false;

  get down(): boolean {
    return this.#failures >= failuresInARow || this.leavesAlone;
  }

  /** Whether nothing may be asked now, not even what belongs to a question that was begun. */
  get leavesAlone(): boolean {
    return Date.now() < this.#aloneUntil;
  }

  /** Whether a request may go out now. Who is told so must report how it went. */
  admits(): boolean {
    if (this.leavesAlone) return false;
    if (this.#failures < failuresInARow) return true;
    if (this.#trying) return false;
    this.#trying = true;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#trying = false;
  }

  failed(): void {
    this.#failures += 1;
    this.#trying = false;
    if (this.#failures >= failuresInARow) this.leaveAlone(aloneMs);
  }

  leaveAlone(ms: number): void {
    this.#trying = false;
    this.#aloneUntil = Math.max(this.#aloneUntil, Date.now() + ms);
  }
}
