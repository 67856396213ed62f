// The container of the candidate's service, from one start to the next.
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { exhausted, type Exhausted } from './cgroup.ts';
import { rested } from './floods.ts';
import { runExec } from './exec.ts';
import { killed, orAlready } from './faults.ts';
import { Gate } from './gate.ts';
import { logEnd, readLog } from './log.ts';
import { createService, createServiceAhead, type Plan, startPart } from './parts.ts';
import { type ServiceStatus, SandboxError } from './sandboxes.ts';
import { Waiting } from './waiting.ts';

const stopSeconds = 2;
/** What a supervisor gives a service to finish what it has begun. */
const graceSeconds = 5;
const waitsDeadlineMs = 20_000;

export class Service {
  readonly #plan: Plan;
  /** Restarts asked for at once happen one after the other. */
  readonly #restarts = new Gate(1);
  #container: Docker.Container | undefined;
  /** Whether the container is one that was started ahead, and what lets it go on, until it has. */
  #ahead = false;
  #waiting: Waiting | undefined;
  #logSince = '0';
  /** Limits that the service has met since its last start. */
  #exhausted: Exhausted = { memory: false, processes: false };

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Starts the container before there are files. It waits, so that the first restart need not start one. */
  async startAhead(): Promise<void> {
    const container = await createServiceAhead(this.#plan);
    await startPart(this.#plan, container);
    // A signal to go on that came before it waits would be lost.
    const exit = await runExec(
      container,
      ['sh', '-c', 'until grep -qs "^State:.T" /proc/[0-9]*/status; do sleep 0.02; done'],
      { deadlineMs: waitsDeadlineMs, onFrame: () => {} },
    );
    if (exit.code !== 0) throw new SandboxError('a service that was started ahead does not wait');
    this.#waiting = await Waiting.start(container, ['sh', '-c', 'read -r _ && kill -s CONT -- -1']);
    this.#container = container;
    this.#ahead = true;
  }

  restart(): Promise<void> {
    return this.#restarts.run(() => this.#restart());
  }

  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ exitCode: number | null; ms: number }> {
    return this.#restarts.run(() => this.#end(signal));
  }

  /** @returns bytes it holds, without what the kernel keeps of files for it */
  async memory(): Promise<number> {
    if (!this.#container) return 0;
    const { memory_stats: memory } = await this.#container.stats({ stream: false, 'one-shot': true });
    // As control groups of version 1 and 2 call it; neither is there once it has ended.
    const { total_rss, anon } = (memory.stats ?? {}) as { total_rss?: number; anon?: number };
    return total_rss ?? anon ?? 0;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ exitCode: number | null; ms: number }> {
    const container = this.#container;
    if (!container || !(await container.inspect()).State.Running) return { exitCode: null, ms: 0 };
    const before = performance.now();
    if (signal === 'SIGKILL') await killed(container);
    else await orAlready(container.stop({ t: graceSeconds }));
    const ms = Math.round(performance.now() - before);
    return { exitCode: (await container.inspect()).State.ExitCode, ms };
  }

  async #restart(): Promise<void> {
    const before = this.#container;
    this.#exhausted = { memory: false, processes: false };
    if (before && this.#waiting) {
      const gone = await this.#waiting.give(Readable.from(['go\n']), waitsDeadlineMs);
      if (!gone) await before.kill({ signal: 'SIGCONT' });
      this.#waiting = undefined;
      return;
    }
    if (before) await orAlready(before.stop({ t: stopSeconds }));
    if (before) await rested(this.#plan.engine, before.id);
    if (before && !this.#ahead) {
      this.#logSince = await logEnd(before);
      await startPart(this.#plan, before);
      return;
    }
    this.#container = await createService(this.#plan);
    this.#ahead = false;
    await startPart(this.#plan, this.#container);
  }

  async status(): Promise<ServiceStatus> {
    if (!this.#container || this.#waiting) return { state: 'stopped', exitCode: null, outOfMemory: false };
    const { engine, id } = this.#plan;
    // The counters go with the container, so what they said last is kept.
    this.#exhausted = (await exhausted(engine, id, this.#container.id)) ?? this.#exhausted;
    const { State } = await this.#container.inspect();
    const { memory, processes } = this.#exhausted;
    return {
      ...(State.Running
        ? { state: 'running', exitCode: null }
        : { state: 'exited', exitCode: State.ExitCode }),
      outOfMemory: memory || State.OOMKilled,
      ...(processes && { outOfProcesses: true }),
      ...(engine.flooded.has(this.#container.id) && { floodedLog: true }),
    };
  }

  async log(lines: number): Promise<string[]> {
    if (!this.#container) return [];
    return readLog(this.#container, this.#logSince, lines);
  }
}
