// The load generator. An open phase sends on a timetable fixed beforehand and counts every request from the time it
// was due, so a service that stalls cannot make its own load go away. A closed phase keeps so many requests out.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadKind } from './kit/load.ts';
import type { LoadPhase, WindowLine } from './observation.ts';
import { Phase } from './phase.ts';
import { SocketTransport } from './wire/sockets.ts';
import type { Transport } from './wire/transport.ts';

export class Engine {
  readonly #origin: string;
  readonly #kinds: readonly LoadKind[];
  readonly #transport: Transport;
  #stopping: string | undefined;

  constructor(
    origin: string,
    kinds: readonly LoadKind[],
    transport: Transport = new SocketTransport(origin),
  ) {
    this.#origin = origin;
    this.#kinds = kinds;
    this.#transport = transport;
  }

  /** Ends a running phase at its next tick; what it has so far is reported. */
  stop(id: string): void {
    this.#stopping = id;
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** Waits for the phase's start, runs it to its end. @returns its windows. @throws RangeError when the load makes a request that is none */
  async run(settings: LoadPhase): Promise<WindowLine[]> {
    await sleep(settings.startAtMs - Date.now());
    const phase = new Phase(settings, this.#kinds, { origin: this.#origin, transport: this.#transport });
    while (phase.nowMs() < settings.durationMs && this.#stopping !== settings.id) {
      phase.tick();
      await sleep(1);
    }
    phase.tick();
    const endedMs = Math.min(phase.nowMs(), settings.durationMs);
    await phase.finish();
    return phase.recorder.lines(endedMs);
  }
}
