// Our end of the load generator in a pod's probe: commands go in, windows come back, and every wait has an end. It lives
// as long as its pod.
import type { Probe } from '../sandbox/sandboxes.ts';
import {
  LoadLine,
  type LoadCommand,
  type LoadPhase,
  type WindowLine,
} from '../../sandboxes/probe/observation.ts';
import { inTime } from './in-time.ts';
import { parseLine, ProbeError } from './line.ts';

const startMs = 60_000;
const graceMs = 15_000;
const lifeMs = 600_000;

interface Waiting {
  windows: WindowLine[];
  resolve: (windows: WindowLine[]) => void;
  reject: (error: Error) => void;
}

export class Generator {
  readonly #waiting = new Map<string, Waiting>();
  #send: (command: LoadCommand) => void = () => {};
  #ready: () => void = () => {};
  #finished: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  /** Starts the generator in a probe, loading the service on `port`. @throws SandboxError */
  static async start(probe: Probe, port: number, signal?: AbortSignal): Promise<Generator> {
    const generator = new Generator();
    const ready = new Promise<void>((resolve) => (generator.#ready = resolve));
    const origin = `http://127.0.0.1:${port}`;
    generator.#finished = probe
      .run(['node', '/probe/run-load.ts', origin, '/suite/load.ts'], {
        deadlineMs: lifeMs,
        onOpen: (send) => (generator.#send = send),
        onLine: (line) => generator.#onLine(line),
        ...(signal && { signal }),
      })
      .then(
        () => generator.#fail(new ProbeError('The load generator ended early')),
        (error: Error) => generator.#fail(error),
      );
    const ended = generator.#finished.then(() => Promise.reject(generator.#failure));
    await inTime('The load generator', Promise.race([ready, ended]), startMs);
    return generator;
  }

  /** Runs one phase to its end. @throws SandboxError */
  run(phase: Omit<LoadPhase, 'type'>): Promise<WindowLine[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    const result = new Promise<WindowLine[]>((resolve, reject) => {
      this.#waiting.set(phase.id, { windows: [], resolve, reject });
    });
    this.#send({ type: 'phase', ...phase });
    return inTime('The load generator', result, phase.durationMs + phase.drainMs + graceMs);
  }

  /** Ends a running phase early; its windows so far are the result. */
  stop(id: string): void {
    this.#send({ type: 'stop', id });
  }

  #onLine(raw: unknown): void {
    const line = parseLine(LoadLine, raw);
    if (line.type === 'load-ready') return this.#ready();
    const waiting = this.#waiting.get(line.phase);
    if (!waiting) throw new ProbeError(`The load generator reported an unknown phase ${line.phase}`);
    if (line.type === 'window') return void waiting.windows.push(line);
    this.#waiting.delete(line.phase);
    if (line.windows !== waiting.windows.length)
      return waiting.reject(new ProbeError('The load generator lost windows on the way'));
    return waiting.resolve(waiting.windows);
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
