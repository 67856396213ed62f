// Raw numbers of a phase, cut into windows of one second.
import type { WindowLine } from './observation.ts';
import { packSamples, type Sample } from './samples.ts';
import { stolenMeter } from './stolen.ts';

const windowMs = 1000;

interface Window {
  scheduled: number;
  sent: number;
  good: number;
  failures: Record<string, number>;
  latencies: number[];
  samples: Sample[];
  lags: number[];
  cpuMs: number;
  stolenShare: number;
}

export class Recorder {
  readonly #windows: Window[] = [];
  readonly #phase: string;
  readonly #startMs: number;
  readonly #stolen = stolenMeter();
  #cpu = process.cpuUsage();
  #awakeIn = 0;

  constructor(phase: string, startMs: number) {
    this.#phase = phase;
    this.#startMs = startMs;
  }

  scheduled(atMs: number): void {
    this.#at(atMs).scheduled++;
  }

  sent(atMs: number): void {
    this.#at(atMs).sent++;
  }

  /**
   * A request ended.
   * @param atMs which window it belongs to
   * @param timed whether its latency means something: not in closed phases, whose pace the service sets
   */
  ended(atMs: number, sample: Sample, timed: boolean): void {
    const { outcome, tookMs } = sample;
    const window = this.#at(atMs);
    window.samples.push(sample);
    if (outcome !== 'good') {
      window.failures[outcome] = (window.failures[outcome] ?? 0) + 1;
      return;
    }
    window.good++;
    if (timed) window.latencies.push(Math.round(tookMs * 100) / 100);
  }

  /**
   * How late a request due in each millisecond of (fromMs, toMs] would have been sent, had there been one; the generator's
   * own processor time; and, once a window is over, what the host took from the machine meanwhile.
   */
  awake(fromMs: number, toMs: number): void {
    for (let due = Math.max(0, Math.floor(fromMs) + 1); due <= toMs; due++)
      this.#at(due).lags.push(toMs - due);
    const cpu = process.cpuUsage();
    this.#at(toMs).cpuMs += (cpu.user + cpu.system - this.#cpu.user - this.#cpu.system) / 1000;
    this.#cpu = cpu;
    const awakeIn = Math.floor(toMs / windowMs);
    if (awakeIn > this.#awakeIn) this.#lookWhatWasStolen();
    this.#awakeIn = awakeIn;
  }

  #lookWhatWasStolen(): void {
    this.#at(this.#awakeIn * windowMs).stolenShare = this.#stolen();
  }

  /** @returns the windows of a phase that lasted so long */
  lines(durationMs: number): WindowLine[] {
    this.#lookWhatWasStolen();
    const count = Math.ceil(durationMs / windowMs);
    return Array.from({ length: count }, (_, index) =>
      this.#line(index, Math.min(windowMs, durationMs - index * windowMs)),
    );
  }

  #line(index: number, ms: number): WindowLine {
    const { scheduled, sent, good, failures, latencies, samples, lags, cpuMs, stolenShare } = this.#at(
      index * windowMs,
    );
    const lagP99Ms = lags.toSorted((a, b) => a - b)[Math.floor(lags.length * 0.99)] ?? ms;
    const startMs = this.#startMs + index * windowMs;
    return {
      type: 'window',
      phase: this.#phase,
      index,
      startMs,
      ms,
      scheduled,
      sent,
      good,
      failures,
      latencies,
      samples: packSamples(samples),
      lagP99Ms: Math.round(lagP99Ms * 100) / 100,
      cpuShare: Math.round((cpuMs / ms) * 1000) / 1000,
      stolenShare: Math.round(stolenShare * 1000) / 1000,
    };
  }

  #at(ms: number): Window {
    const index = Math.max(0, Math.floor(ms / windowMs));
    return (this.#windows[index] ??= {
      scheduled: 0,
      sent: 0,
      good: 0,
      failures: {},
      latencies: [],
      samples: [],
      lags: [],
      cpuMs: 0,
      stolenShare: 0,
    });
  }
}
