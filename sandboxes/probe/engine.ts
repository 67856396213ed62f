// The load generator. An open phase sends on a timetable fixed beforehand and counts every request from the time it
// was due, so a service that stalls cannot make its own load go away. A closed phase keeps so many requests out.
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { LoadPhase, WindowLine } from './observation.ts';
import { planArrivals, requestMaker } from './arrivals.ts';
import { Exchange, type Outcome } from './exchange.ts';
import type { LoadKind, LoadRequest } from './kit/load.ts';
import { Recorder } from './recorder.ts';

/** More than this wait inside the pool, on the request's own time. */
const maxConnections = 256;
/** A closed connection rests this long after a failure: hammering a dead port tells nothing. */
const restMs = 50;
/** How long a closed phase lets its last answers come in, uncounted, so that the next phase starts on a quiet service. */
const quietMs = 2000;

interface Flight {
  exchange: Exchange;
  dueMs: number;
}

export class Engine {
  readonly #origin: string;
  readonly #kinds: readonly LoadKind[];
  #pool: Pool;
  #stopping: string | undefined;

  constructor(origin: string, kinds: readonly LoadKind[]) {
    this.#origin = origin;
    this.#kinds = kinds;
    this.#pool = openPool(origin);
  }

  /** Ends a running phase at its next tick; what it has so far is reported. */
  stop(id: string): void {
    this.#stopping = id;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** Waits for the phase's start, runs it to its end. @returns its windows */
  async run(phase: LoadPhase): Promise<WindowLine[]> {
    await sleep(phase.startAtMs - Date.now());
    const run = new PhaseRun(phase, this.#kinds, (exchange, request) => this.#send(exchange, request));
    while (run.nowMs() < phase.durationMs && this.#stopping !== phase.id) {
      run.tick();
      await sleep(1);
    }
    run.tick();
    const endedMs = Math.min(run.nowMs(), phase.durationMs);
    const leftovers = await run.finish();
    if (leftovers > 0) await this.#renewPool();
    return run.recorder.lines(endedMs);
  }

  // Given-up requests may still wait inside the pool; the next phase must not queue behind them.
  async #renewPool(): Promise<void> {
    await this.#pool.destroy();
    this.#pool = openPool(this.#origin);
  }

  #send(exchange: Exchange, request: LoadRequest): void {
    const { method, path, headers, body } = request;
    const content = body === undefined ? null : JSON.stringify(body);
    this.#pool.dispatch(
      {
        origin: this.#origin,
        method,
        path,
        headers: { ...(content !== null && { 'content-type': 'application/json' }), ...headers },
        body: content,
      },
      exchange,
    );
  }
}

function openPool(origin: string): Pool {
  // No time limits of the pool's own: every request has one from the time it was due.
  return new Pool(origin, {
    connections: maxConnections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 10_000 },
  });
}

type Send = (exchange: Exchange, request: LoadRequest) => void;

class PhaseRun {
  readonly recorder: Recorder;
  readonly #phase: LoadPhase;
  readonly #make: (stream: number, n: number) => LoadRequest;
  readonly #send: Send;
  readonly #originMs: number;
  readonly #arrivals: readonly number[];
  readonly #flights = new Set<Flight>();
  readonly #resting: { connection: number; n: number; untilMs: number }[] = [];
  #next = 0;
  #tickedMs = 0;
  #counting = true;

  constructor(phase: LoadPhase, kinds: readonly LoadKind[], send: Send) {
    this.#phase = phase;
    this.#make = requestMaker(kinds, phase.seed);
    this.#send = send;
    // The monotonic clock at which the phase was due, so that a late start counts as lag.
    this.#originMs = performance.now() - (Date.now() - phase.startAtMs);
    this.recorder = new Recorder(phase.id, phase.startAtMs);
    this.#arrivals = phase.mode === 'open' ? planArrivals(phase.seed, phase.rate, phase.durationMs) : [];
    for (const atMs of this.#arrivals) this.recorder.scheduled(atMs);
    if (phase.mode === 'closed')
      for (let connection = 0; connection < phase.connections; connection++)
        this.#resting.push({ connection, n: 0, untilMs: 0 });
  }

  nowMs(): number {
    return performance.now() - this.#originMs;
  }

  tick(): void {
    const now = this.nowMs();
    this.recorder.awake(this.#tickedMs, Math.min(now, this.#phase.durationMs));
    this.#tickedMs = now;
    while (this.#next < this.#arrivals.length && (this.#arrivals[this.#next] as number) <= now)
      this.#sendArrival(this.#next++);
    while (this.#resting[0] && this.#resting[0].untilMs <= now) this.#sendClosed(this.#resting.shift()!);
    this.#expire(now);
  }

  /** Lets answers come in for a while, then ends what is still out. @returns how many were */
  async finish(): Promise<number> {
    const open = this.#phase.mode === 'open';
    // What comes after a closed phase ended belongs to no window of it.
    this.#counting = open;
    const untilMs = this.nowMs() + (open ? this.#phase.drainMs : quietMs);
    while (this.#flights.size > 0 && this.nowMs() < untilMs) {
      this.#expire(this.nowMs());
      await sleep(2);
    }
    const leftovers = [...this.#flights];
    for (const flight of leftovers) flight.exchange.giveUp('unfinished');
    return leftovers.length;
  }

  #sendArrival(n: number): void {
    const dueMs = this.#arrivals[n] as number;
    this.#dispatch(0, n, dueMs, (outcome) => {
      // By the second in which it was due, on both sides of a duet alike.
      this.recorder.outcome(dueMs, outcome, this.nowMs() - dueMs);
    });
    this.recorder.sent(dueMs);
  }

  #sendClosed({ connection, n }: { connection: number; n: number }): void {
    const now = this.nowMs();
    this.recorder.scheduled(now);
    this.recorder.sent(now);
    this.#dispatch(connection, n, now, (outcome) => {
      if (!this.#counting || this.nowMs() >= this.#phase.durationMs) return;
      this.recorder.outcome(this.nowMs(), outcome);
      const next = { connection, n: n + 1, untilMs: this.nowMs() + (outcome === 'good' ? 0 : restMs) };
      // Not from inside the callback: an endless run of instant failures would starve the timer.
      if (outcome === 'good') setImmediate(() => this.#counting && this.#sendClosed(next));
      else this.#resting.push(next);
    });
  }

  #dispatch(stream: number, n: number, dueMs: number, done: (outcome: Outcome) => void): void {
    const request = this.#make(stream, n);
    const exchange = new Exchange(request, (outcome) => {
      this.#flights.delete(flight);
      done(outcome);
    });
    const flight: Flight = { exchange, dueMs };
    this.#flights.add(flight);
    this.#send(exchange, request);
  }

  // A set keeps the order of sending, and all share one limit: the first that is young enough ends the search.
  #expire(now: number): void {
    for (const flight of this.#flights) {
      if (now - flight.dueMs < this.#phase.timeoutMs) return;
      flight.exchange.giveUp('timeout');
    }
  }
}
