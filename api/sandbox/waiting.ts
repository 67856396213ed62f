// A program that was started ahead of its input: a start through the engine takes a tenth of a second, and much longer
// on a busy machine, while handing bytes to one that waits takes nothing.
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { exitCode, startExec } from './exec.ts';

export class Waiting {
  readonly #exec: Docker.Exec;
  readonly #input: NodeJS.WritableStream;
  readonly #ended: Promise<void>;

  private constructor({ exec, socket }: Awaited<ReturnType<typeof startExec>>) {
    this.#exec = exec;
    this.#input = socket;
    // Reading on, its end is noticed whenever it comes, as when the container is removed.
    socket.resume();
    this.#ended = new Promise((resolve) => socket.once('close', resolve).once('end', resolve));
  }

  static async start(container: Docker.Container, command: string[]): Promise<Waiting> {
    return new Waiting(await startExec(container, command));
  }

  /**
   * Hands over all of its input.
   * @returns whether it ended well, and in time. When not, its work is to be done another way: it may have ended long ago
   */
  async give(input: Readable, deadlineMs: number): Promise<boolean> {
    pipeline(input, this.#input).catch(() => {});
    const stop = new AbortController();
    const late = sleep(deadlineMs, 'late', { signal: stop.signal }).catch(() => 'stopped');
    const outcome = await Promise.race([this.#ended, late]);
    stop.abort();
    if (outcome === 'late') return false;
    return (await exitCode(this.#exec).catch(() => null)) === 0;
  }
}
