import { Transform, type TransformCallback } from 'node:stream';

/** Ends something that goes on for too long in all, or without a byte either way. Times in milliseconds. */
export class Watch {
  readonly #ending = new AbortController();
  readonly #idle: NodeJS.Timeout;
  readonly #total: NodeJS.Timeout;

  constructor({ idleMs, totalMs }: { idleMs: number; totalMs: number }) {
    this.#idle = setTimeout(() => this.end(new TooSlow(idleMs)), idleMs);
    this.#total = setTimeout(() => this.end(new TooSlow(totalMs)), totalMs);
  }

  /** Aborted at the end, with the reason for it. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  end(reason: Error): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    this.#ending.abort(reason);
  }

  /** A stage of a pipeline that notes what passes. @param most bytes that may; beyond, it fails with `refusal` */
  meter(most = Infinity, refusal?: Error): Transform {
    let bytes = 0;
    return new Transform({
      transform: (chunk: Buffer, _: BufferEncoding, done: TransformCallback) => {
        this.#idle.refresh();
        bytes += chunk.length;
        if (bytes > most) done(refusal);
        else done(null, chunk);
      },
    });
  }
}

export class TooSlow extends Error {
  override name = 'TooSlow';

  constructor(ms: number) {
    super(`Nothing came for ${ms / 1000} s`);
  }
}
