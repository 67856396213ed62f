// Our end of a challenge's storm in a pod's probe: acts are asked for one by one, anything may be done to the service in
// between, and what the invariants found comes back at the end. Every wait has an end.
import type { Probe } from '../sandbox/sandboxes.ts';
import {
  type InvariantLine,
  type StormActedLine,
  type StormCommand,
  StormLine,
} from '../../sandboxes/probe/observation.ts';
import { inTime } from './in-time.ts';
import { parseLine, ProbeError } from './line.ts';

const startMs = 60_000;
/** What an act or a reading-back may take beyond its own time: its last requests, and the invariants. */
const graceMs = 60_000;
const lifeMs = 900_000;
const readBackMs = 20_000;

export interface StormObservation {
  invariants: InvariantLine[];
  /** Why the service could not be read back; of the invariants only progress was held then. */
  unreadable: string | undefined;
  /** Titles of invariants that had nothing to check though none was broken: our failure, never a pass. */
  unproven: string[];
}

interface Waiting<T> {
  resolve: (value: T) => void;
  reject: (error: Error) => void;
}

export class Storm {
  /** Resolves once as much was acknowledged as the author says; never where that does not come about. */
  readonly progressed: Promise<void>;
  readonly #invariants: InvariantLine[] = [];
  #send: (command: StormCommand) => void = () => {};
  #onProgress: () => void = () => {};
  #ready: Waiting<void> | undefined;
  #acting: Waiting<StormActedLine> | undefined;
  #reading: Waiting<StormObservation> | undefined;
  #failure: Error | undefined;

  private constructor() {
    this.progressed = new Promise((resolve) => (this.#onProgress = resolve));
  }

  /**
   * Starts the storm of the suite the probe was given, over the service on `port`. Nobody acts yet.
   * @throws SandboxError when it cannot be run
   */
  static async start(
    probe: Probe,
    { port, seed, signal }: { port: number; seed: number; signal?: AbortSignal },
  ): Promise<Storm> {
    const storm = new Storm();
    const ready = new Promise<void>((resolve, reject) => (storm.#ready = { resolve, reject }));
    const origin = `http://127.0.0.1:${port}`;
    probe
      .run(['node', '/probe/run-storm.ts', origin, '/suite/storm.ts', String(seed)], {
        deadlineMs: lifeMs,
        onOpen: (send) => (storm.#send = send),
        onLine: (line) => storm.#onLine(line),
        ...(signal && { signal }),
      })
      .then(
        () => storm.#fail(new ProbeError('The storm ended early')),
        (error: Error) => storm.#fail(error),
      );
    await inTime('The storm', ready, startMs);
    return storm;
  }

  /**
   * Lets all actors act, to the end of their operations or of `durationMs`. Once at a time; may be called again.
   * @returns what they did in this act. @throws SandboxError
   */
  act(durationMs: number): Promise<StormActedLine> {
    if (this.#failure) return Promise.reject(this.#failure);
    const acted = new Promise<StormActedLine>((resolve, reject) => (this.#acting = { resolve, reject }));
    this.#send({ type: 'act', durationMs });
    return inTime('The storm', acted, durationMs + graceMs);
  }

  /** Ends a running act early. */
  stop(): void {
    this.#send({ type: 'stop' });
  }

  /**
   * Reads back what is there and holds everything that happened against the invariants. The last thing a storm does.
   * @param facts what the platform knows from outside the service, for the author's `readBack`
   * @throws SandboxError
   */
  readBack({
    deadlineMs = readBackMs,
    facts,
  }: { deadlineMs?: number; facts?: unknown } = {}): Promise<StormObservation> {
    if (this.#failure) return Promise.reject(this.#failure);
    const read = new Promise<StormObservation>((resolve, reject) => (this.#reading = { resolve, reject }));
    this.#send({ type: 'read-back', deadlineMs, facts });
    return inTime('The storm', read, deadlineMs + graceMs);
  }

  #onLine(raw: unknown): void {
    const line = parseLine(StormLine, raw);
    if (line.type === 'storm-ready') return this.#ready?.resolve();
    if (line.type === 'storm-progressed') return this.#onProgress();
    if (line.type === 'storm-acted') return this.#acting?.resolve(line);
    if (line.type === 'invariant') return void this.#invariants.push(line);
    if (line.invariants !== this.#invariants.length)
      throw new ProbeError('The storm lost invariants on the way');
    return this.#reading?.resolve(observed(this.#invariants, line.unreadable));
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#ready?.reject(error);
    this.#acting?.reject(error);
    this.#reading?.reject(error);
  }
}

export interface StormOptions {
  port: number;
  seed: number;
  /** Most time for acting; the storm's own count of operations usually ends it before. */
  durationMs: number;
  signal?: AbortSignal;
}

/**
 * A storm from beginning to end, with nothing done to the service in between.
 * @throws SandboxError when it could not be run, or proved nothing: never for a broken invariant
 */
export async function runStorm(probe: Probe, options: StormOptions): Promise<StormObservation> {
  const storm = await Storm.start(probe, options);
  await storm.act(options.durationMs);
  const observation = await storm.readBack();
  const [title] = observation.unproven;
  if (title !== undefined) throw new ProbeError(`The storm gave "${title}" nothing to check`);
  return observation;
}

function observed(invariants: InvariantLine[], unreadable: string | undefined): StormObservation {
  const sound = unreadable === undefined && invariants.every(({ violations }) => violations === 0);
  const vacuous = invariants.filter(({ checked }) => checked === 0).map(({ title }) => title);
  return { invariants, unreadable, unproven: sound ? vacuous : [] };
}
