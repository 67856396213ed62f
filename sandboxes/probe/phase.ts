// One phase of load: what is sent when, what is out, and how it ended.
import { setTimeout as sleep } from 'node:timers/promises';
import { planArrivals, type Visit, visitPlanner } from './arrivals.ts';
import type { Done } from './exchange.ts';
import { type Flight, Flights } from './flights.ts';
import type { Answer, LoadKind, LoadRequest } from './kit/load.ts';
import { launch, type Target } from './launch.ts';
import type { LoadPhase } from './observation.ts';
import type { Outcome } from './outcome.ts';
import { Recorder } from './recorder.ts';
import { assertSendable } from './wire/request.ts';

/** With so many out, a service has long stopped to answer: more would only use up our own sockets. */
const maxOut = 8192;
/** A closed connection rests this long after a failure: hammering a dead port tells nothing. */
const restMs = 50;
/** How long a closed phase lets its last answers come in, uncounted, so that the next phase starts on a quiet service. */
const quietMs = 2000;
/** A visit under way. */
interface Trip {
  visit: Visit;
  step: number;
  answers: Answer[];
  /** Told how its last request ended. */
  over: (outcome: Outcome) => void;
}

export class Phase {
  readonly recorder: Recorder;
  readonly #phase: LoadPhase;
  readonly #plan: (stream: number, n: number) => Visit;
  readonly #target: Target;
  readonly #originMs: number;
  readonly #arrivals: readonly number[];
  readonly #flights: Flights;
  /** Requests of scenarios that are not yet due. */
  readonly #thinking = new Map<NodeJS.Timeout, () => void>();
  readonly #resting: { stream: number; n: number; untilMs: number }[] = [];
  #next = 0;
  #tickedMs = 0;
  /** Whether more is sent. */
  #running = true;

  constructor(phase: LoadPhase, kinds: readonly LoadKind[], target: Target) {
    this.#phase = phase;
    this.#plan = visitPlanner(kinds, phase.seed, phase.freshShare);
    this.#target = target;
    // The monotonic clock at which the phase was due, so that a late start counts as lag.
    this.#originMs = performance.now() - (Date.now() - phase.startAtMs);
    this.recorder = new Recorder(phase.id, phase.startAtMs);
    const { timeoutMs, headTimeoutMs = timeoutMs, idleTimeoutMs = timeoutMs } = phase;
    this.#flights = new Flights({ timeoutMs, headTimeoutMs, idleTimeoutMs });
    this.#arrivals = phase.mode === 'open' ? planArrivals(phase.seed, phase.rate, phase.durationMs) : [];
    for (const atMs of this.#arrivals) this.recorder.scheduled(atMs);
    if (phase.mode === 'closed')
      for (let stream = 0; stream < phase.connections; stream++)
        this.#resting.push({ stream, n: 0, untilMs: 0 });
  }

  nowMs(): number {
    return performance.now() - this.#originMs;
  }

  tick(): void {
    const now = this.nowMs();
    this.recorder.awake(this.#tickedMs, Math.min(now, this.#phase.durationMs));
    this.#tickedMs = now;
    while (this.#next < this.#arrivals.length && (this.#arrivals[this.#next] as number) <= now)
      this.#arrive(this.#next++);
    const due = now < this.#phase.durationMs ? now : -1;
    while (this.#resting[0] && this.#resting[0].untilMs <= due) this.#turn(this.#resting.shift()!);
    this.#flights.expire();
  }

  /** Lets answers come in for a while, then ends what is still out. */
  async finish(): Promise<void> {
    for (const [timer, send] of this.#thinking) {
      clearTimeout(timer);
      // All were due before the phase's end: their timer is a little late.
      if (this.#open) send();
    }
    this.#running = false;
    const untilMs = this.nowMs() + (this.#open ? this.#phase.drainMs : quietMs);
    while (this.#flights.size > 0 && this.nowMs() < untilMs) {
      this.#flights.expire();
      await sleep(2);
    }
    this.#flights.giveUpAll('unfinished');
  }

  get #open(): boolean {
    return this.#phase.mode === 'open';
  }

  #arrive(n: number): void {
    const trip: Trip = { visit: this.#plan(0, n), step: 0, answers: [], over: () => {} };
    this.#send(trip, trip.visit.make(0, []), this.#arrivals[n] as number);
  }

  /** One of the connections of a closed phase begins its next visit. */
  #turn({ stream, n }: { stream: number; n: number }): void {
    const now = this.nowMs();
    const over = (outcome: Outcome): void => {
      const next = { stream, n: n + 1, untilMs: this.nowMs() + (outcome === 'good' ? 0 : restMs) };
      // Not from inside the callback: an endless run of instant failures would starve the timer.
      if (outcome === 'good') setImmediate(() => this.#running && this.#turn(next));
      else this.#resting.push(next);
    };
    const trip: Trip = { visit: this.#plan(stream, n), step: 0, answers: [], over };
    this.recorder.scheduled(now);
    this.#send(trip, trip.visit.make(0, []), now);
  }

  #send(trip: Trip, request: LoadRequest, dueMs: number): void {
    const sentMs = this.nowMs();
    if (this.#flights.size >= maxOut) return this.#ended(trip, dueMs, sentMs, 'unsent');
    const done: Done = (outcome, answer) => {
      this.#flights.delete(flight);
      this.#ended(trip, dueMs, sentMs, outcome, answer);
    };
    const pending = launch(this.#target, request, trip.visit.fresh, done);
    const flight: Flight = { dueMs: this.#originMs + dueMs, sentMs: this.#originMs + sentMs, pending };
    this.#flights.add(flight);
    this.recorder.sent(dueMs);
  }

  #ended(trip: Trip, dueMs: number, sentMs: number, outcome: Outcome, answer?: Answer): void {
    if (!this.#counts()) return;
    this.#record(trip, dueMs, sentMs, outcome);
    trip.step++;
    if (answer) trip.answers.push(answer);
    if (outcome === 'good' && trip.step < trip.visit.steps) return this.#goOn(trip, dueMs);
    this.#skipRest(trip, dueMs);
    trip.over(outcome);
  }

  /** What comes after a closed phase ended belongs to no window of it. */
  #counts(): boolean {
    return this.#open || (this.#running && this.nowMs() < this.#phase.durationMs);
  }

  #record({ visit }: Trip, dueMs: number, sentMs: number, outcome: Outcome): void {
    const now = this.nowMs();
    const sample = { dueMs, lateMs: sentMs - dueMs, tookMs: now - dueMs, kind: visit.kind, outcome };
    // By the second in which it was due, on both sides of a duet alike.
    this.recorder.ended(this.#open ? dueMs : now, sample, this.#open);
  }

  /** The next request of a scenario. One that would be due after the phase's end belongs to no phase. */
  #goOn(trip: Trip, earlierMs: number): void {
    const request = makeNext(trip);
    if (!request) return this.#cannotGoOn(trip, earlierMs);
    const { thinkMs = 0 } = request;
    const dueMs = this.nowMs() + thinkMs;
    if (!this.#running || dueMs >= this.#phase.durationMs) return;
    const send = (): void => {
      this.recorder.scheduled(dueMs);
      this.#send(trip, request, dueMs);
    };
    if (thinkMs === 0) return send();
    const timer = setTimeout(() => {
      this.#thinking.delete(timer);
      send();
    }, thinkMs);
    this.#thinking.set(timer, send);
  }

  /** An answer passed its check and yet the next request could not be made of it. */
  #cannotGoOn(trip: Trip, dueMs: number): void {
    const now = this.nowMs();
    this.recorder.scheduled(this.#open ? dueMs : now);
    this.#record(trip, dueMs, now, 'wrong');
    trip.step++;
    this.#skipRest(trip, dueMs);
    trip.over('wrong');
  }

  #skipRest(trip: Trip, dueMs: number): void {
    const now = this.nowMs();
    for (; trip.step < trip.visit.steps; trip.step++) {
      this.recorder.scheduled(this.#open ? dueMs : now);
      this.#record(trip, dueMs, now, 'skipped');
    }
  }
}

/** @returns undefined when what came before does not allow it to be made */
function makeNext({ visit, step, answers }: Trip): LoadRequest | undefined {
  try {
    const request = visit.make(step, answers);
    assertSendable(request);
    return request;
  } catch {
    return undefined;
  }
}
