// Reads back what is there when all is over. A service that comes up again may need a moment: it is asked again for a while.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Action, Answer, Random, Reader } from '../kit/storm.ts';
import type { Recorder } from './recorder.ts';

const againMs = 200;

/** The service did not give what has to be read back. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

export class BackReader implements Reader {
  readonly random: Random;
  readonly facts: unknown;
  readonly #recorder: Recorder;
  readonly #untilMs: number;

  constructor(recorder: Recorder, random: Random, facts: unknown, deadlineMs: number) {
    this.#recorder = recorder;
    this.random = random;
    this.facts = facts;
    this.#untilMs = performance.now() + deadlineMs;
  }

  async read<Got>(action: Action<Got> & { read: (answer: Answer) => Got }): Promise<Got> {
    let why = 'the time to read everything back was over';
    while (performance.now() < this.#untilMs) {
      const { outcome, answer, got } = await this.#recorder.perform(-1, action);
      if (outcome === 'ok') return got as Got;
      why = answer;
      await sleep(againMs);
    }
    throw new Unreadable(`${action.method} ${action.path}: ${why}`);
  }
}
