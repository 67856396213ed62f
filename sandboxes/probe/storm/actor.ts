// One of the many of a storm, and the place where they meet.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '../kit/history.ts';
import type { Action, Actor, Random } from '../kit/storm.ts';
import type { Recorder } from './recorder.ts';

/** The actor has nothing more to do: its operations are used up, or the time is. */
export class StormOver extends Error {
  override name = 'StormOver';
}

/** One stretch of acting, which ends for all actors at once. */
export class Round {
  readonly #over = new AbortController();
  #acting: number;
  #waiting: (() => void)[] = [];

  /** @param actors how many take part */
  constructor(actors: number) {
    this.#acting = actors;
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Lets nobody do anything more. */
  end(): void {
    this.#over.abort(new StormOver());
    this.#release();
  }

  /** @throws StormOver once it has ended */
  check(): void {
    if (this.signal.aborted) throw new StormOver();
  }

  /** Resolves when all who still act are here, or the round has ended. */
  async meet(): Promise<void> {
    const met = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#releaseIfAll();
    await met;
  }

  /** An actor has come to its end: nobody waits for it any more. */
  leave(): void {
    this.#acting--;
    this.#releaseIfAll();
  }

  #releaseIfAll(): void {
    if (this.#waiting.length >= this.#acting) this.#release();
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

export class Player implements Actor {
  readonly number: number;
  readonly random: Random;
  readonly #recorder: Recorder;
  readonly #round: Round;
  #left: number;

  constructor(number: number, random: Random, recorder: Recorder, round: Round, operations: number) {
    this.number = number;
    this.random = random;
    this.#recorder = recorder;
    this.#round = round;
    this.#left = operations;
  }

  async do<Got>(action: Action<Got>): Promise<Operation & { got: Got }> {
    this.#round.check();
    if (this.#left-- <= 0) throw new StormOver();
    return this.#recorder.perform(this.number, action);
  }

  async meet(): Promise<void> {
    this.#round.check();
    await this.#round.meet();
    this.#round.check();
  }

  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#round.signal }).catch(() => {});
    this.#round.check();
  }
}
