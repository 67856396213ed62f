import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Tree } from '../challenge/tree.ts';
import { Problem } from '../http/problem.ts';
import { exhausted, type Exhausted, podCpu } from './cgroup.ts';
import { runExec, startExec } from './exec.ts';
import { orAlready, ours } from './faults.ts';
import { readTree, writeTree } from './files.ts';
import { Gate } from './gate.ts';
import { logEnd, readLog } from './log.ts';
import { createService, type Plan, startPart } from './parts.ts';
import { PortStream } from './port.ts';
import { startProbe } from './probe.ts';
import { removePod } from './removal.ts';
import type { ExecResult, Pod, Probe, ServiceStatus } from './sandboxes.ts';
import { Tail } from './tail.ts';

const outputBytes = 64_000;
const stopSeconds = 2;
/** Docker calls a container running for a moment after its first process has gone. */
const endingMs = 300;

/** A pod made of Docker containers, already running. */
export class DockerPod implements Pod {
  readonly id: string;
  readonly #plan: Plan;
  readonly #containers: Docker.Container[];
  readonly #workspace: Docker.Container;
  readonly #onRemoved: (id: string) => void;
  /** Restarts asked for at once happen one after the other. */
  readonly #restarts = new Gate(1);
  #service: Docker.Container | undefined;
  #logSince = '0';
  /** Limits that the service has met since its last start. */
  #exhausted: Exhausted = { memory: false, processes: false };

  constructor(
    plan: Plan,
    containers: Docker.Container[],
    workspace: Docker.Container,
    onRemoved: (id: string) => void,
  ) {
    this.id = plan.id;
    this.#plan = plan;
    this.#containers = containers;
    this.#workspace = workspace;
    this.#onRemoved = onRemoved;
  }

  writeFiles(tree: Tree): Promise<void> {
    return ours(
      'files could not be written',
      this.#inWorkspace((workspace) => writeTree(workspace, tree)),
    );
  }

  readFiles(): Promise<Tree> {
    return ours('files could not be read', this.#inWorkspace(readTree));
  }

  build(deadlineMs: number): Promise<ExecResult> {
    const command = this.#plan.spec.commands?.build ?? this.#plan.runtime.build;
    if (command === undefined) return Promise.resolve({ code: 0, output: '', timedOut: false });
    return ours('the build could not be run', this.#run(command, deadlineMs));
  }

  restart(): Promise<void> {
    return ours(
      'the service could not be started',
      this.#restarts.run(() => this.#restart()),
    );
  }

  status(): Promise<ServiceStatus> {
    return ours('the service could not be looked at', this.#status());
  }

  log(lines: number): Promise<string[]> {
    return ours('the log could not be read', this.#log(lines));
  }

  connect(port: number): Promise<Duplex> {
    return ours(`port ${port} could not be reached`, this.#connect(port));
  }

  cpu(): Promise<{ atMs: number; usedMs: number }> {
    return ours('processor time could not be read', podCpu(this.#plan.engine, this.id, this.#containers));
  }

  attachProbe(suite: Tree, cpuset?: string): Promise<Probe> {
    return ours('the probe could not be started', startProbe(this.#plan, suite, cpuset));
  }

  remove(): Promise<void> {
    return ours('the pod could not be removed', removePod(this.#plan.engine, this.id)).then(() =>
      this.#onRemoved(this.id),
    );
  }

  async #run(command: string, deadlineMs: number): Promise<ExecResult> {
    const output = new Tail(outputBytes);
    const exit = await runExec(await this.#awake(), ['sh', '-c', command], {
      deadlineMs,
      onFrame: (frame) => output.add(frame.bytes),
    });
    if (this.#plan.spec.kind === 'grading') await this.#sleep();
    return { ...exit, output: output.text() };
  }

  /** Ends everything in the workspace: what a build leaves running would outlive every restart of the service. */
  async #sleep(): Promise<void> {
    await this.#workspace.kill().catch(async (error: unknown) => {
      if ((await this.#workspace.inspect()).State.Running) throw error;
    });
  }

  /** A candidate may end everything in the workspace; it comes back, and the holder has kept the files. */
  async #awake(): Promise<Docker.Container> {
    const { State } = await this.#workspace.inspect();
    if (!State.Running) await startPart(this.#plan, this.#workspace);
    return this.#workspace;
  }

  /** Files are tried twice when the workspace ended under the first try. */
  async #inWorkspace<T>(work: (workspace: Docker.Container) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#awake());
    } catch (error) {
      if (error instanceof Problem) throw error;
      await sleep(endingMs);
      if ((await this.#workspace.inspect()).State.Running) throw error;
      return work(await this.#awake());
    }
  }

  async #restart(): Promise<void> {
    this.#exhausted = { memory: false, processes: false };
    if (this.#service) {
      await orAlready(this.#service.stop({ t: stopSeconds }));
      this.#logSince = await logEnd(this.#service);
      await startPart(this.#plan, this.#service);
      return;
    }
    this.#service = await createService(this.#plan);
    this.#containers.push(this.#service);
    await startPart(this.#plan, this.#service);
  }

  async #status(): Promise<ServiceStatus> {
    if (!this.#service) return { state: 'stopped', exitCode: null, outOfMemory: false };
    const { engine } = this.#plan;
    // The counters go with the container, so what they said last is kept.
    this.#exhausted = (await exhausted(engine, this.id, this.#service.id)) ?? this.#exhausted;
    const { State } = await this.#service.inspect();
    const { memory, processes } = this.#exhausted;
    return {
      ...(State.Running
        ? { state: 'running', exitCode: null }
        : { state: 'exited', exitCode: State.ExitCode }),
      outOfMemory: memory || State.OOMKilled,
      ...(processes && { outOfProcesses: true }),
    };
  }

  async #log(lines: number): Promise<string[]> {
    if (!this.#service) return [];
    return readLog(this.#service, this.#logSince, lines);
  }

  async #connect(port: number): Promise<Duplex> {
    const { socket } = await startExec(await this.#awake(), ['socat', '-', `TCP4:127.0.0.1:${port}`]);
    return new PortStream(socket);
  }
}
