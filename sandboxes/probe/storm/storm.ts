// A storm from its beginning to what its invariants found. It may act several times, with anything done to the service in
// between, and reads back once: every invariant is about all of it.
import type { Operation } from '../kit/history.ts';
import type { Invariant } from '../kit/invariants/invariant.ts';
import type { StormDefinition } from '../kit/storm.ts';
import type { InvariantLine, StormActedLine } from '../observation.ts';
import { randomOver, seedFrom, uniform } from '../random.ts';
import { Player, Round, StormOver } from './actor.ts';
import { Client } from './client.ts';
import { BackReader, Unreadable } from './reader.ts';
import { Recorder } from './recorder.ts';
import { countByKind, lineOf, plain, progressed } from './report.ts';

const defaultTimeoutMs = 5000;
/** What an actor may take beyond its last request's time: its own code only. */
const graceMs = 1000;

export class Storm<Truth> {
  readonly #definition: StormDefinition<Truth>;
  readonly #client: Client;
  readonly #recorder: Recorder;
  readonly #seed: number;
  readonly #timeoutMs: number;
  /** Of each kind, how many must still be acknowledged. */
  readonly #due: Map<string, number>;
  readonly #onProgress: () => void;
  #rounds = 0;
  #round: Round | undefined;

  /**
   * @param origin of the service, such as http://127.0.0.1:8080
   * @param onProgress told once as many of every kind were acknowledged as the definition says
   */
  constructor(
    definition: StormDefinition<Truth>,
    origin: string,
    seed: number,
    onProgress: () => void = () => {},
  ) {
    this.#definition = definition;
    this.#timeoutMs = definition.timeoutMs ?? defaultTimeoutMs;
    // Twice as many as actors: one may do two things at once, and nobody shall queue in here.
    this.#client = new Client(origin, definition.actors * 2);
    this.#recorder = new Recorder(this.#client, this.#timeoutMs, (operation) => this.#count(operation));
    this.#seed = seed;
    this.#due = new Map(Object.entries(definition.progress).filter(([, least]) => least > 0));
    this.#onProgress = onProgress;
    if (this.#due.size === 0) onProgress();
  }

  /**
   * Lets every actor act until it has done its operations or `durationMs` are over; requests under way then still get
   * their time.
   * @throws Error when the storm itself is at fault, never because of the service
   */
  async act(durationMs: number): Promise<StormActedLine> {
    const { actors } = this.#definition;
    const round = (this.#round = new Round(actors));
    const first = this.#recorder.history.length;
    const startedAt = performance.now();
    const ending = setTimeout(() => round.end(), durationMs);
    const number = this.#rounds++;
    const playing = Array.from({ length: actors }, (_, actor) => this.#play(actor, number, round));
    try {
      await within(Promise.all(playing), durationMs + this.#timeoutMs + graceMs);
    } finally {
      clearTimeout(ending);
      round.end();
    }
    const acted = this.#recorder.history.slice(first);
    this.#proveDeclared(acted.map(({ kind }) => kind));
    return { type: 'storm-acted', ms: performance.now() - startedAt, operations: countByKind(acted) };
  }

  /** Ends acting at once; requests under way still get their time. */
  stop(): void {
    this.#round?.end();
  }

  /**
   * Reads back what is there and holds the whole history against the invariants.
   * @param facts what the platform knows from outside the service
   * @returns a line for each invariant; for progress alone, and why, when the service could not be read back
   * @throws Error when the storm itself is at fault, never because of the service
   */
  async readBack(
    facts: unknown,
    deadlineMs: number,
  ): Promise<{ lines: InvariantLine[]; unreadable?: string }> {
    const random = randomOver(uniform(seedFrom(this.#seed, 'read-back')));
    const { readBack, invariants, progress } = this.#definition;
    try {
      const truth = await readBack(new BackReader(this.#recorder, random, facts, deadlineMs));
      return { lines: [progressed(progress), ...invariants(truth)].map((each) => this.#hold(each)) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { lines: [this.#hold(progressed(progress))], unreadable: plain(error.message, 500) };
    }
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  #count({ actor, kind, outcome }: Operation): void {
    const left = this.#due.get(kind);
    if (left === undefined || actor < 0 || outcome !== 'ok') return;
    if (left > 1) return void this.#due.set(kind, left - 1);
    this.#due.delete(kind);
    if (this.#due.size === 0) this.#onProgress();
  }

  #hold(invariant: Invariant): InvariantLine {
    return lineOf(invariant, invariant.check(this.#recorder.history));
  }

  async #play(actor: number, number: number, round: Round): Promise<void> {
    const random = randomOver(uniform(seedFrom(this.#seed, 'actor', number, actor)));
    try {
      await this.#definition.act(
        new Player(actor, random, this.#recorder, round, this.#definition.operations),
      );
    } catch (error) {
      if (!(error instanceof StormOver)) throw error;
    } finally {
      round.leave();
    }
  }

  #proveDeclared(kinds: readonly string[]): void {
    const stray = kinds.find((kind) => !(kind in this.#definition.progress));
    if (stray !== undefined) throw new Error(`progress does not say how many times "${stray}" must succeed`);
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`An actor did not come to its end within ${ms} ms`)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
