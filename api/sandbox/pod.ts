import type { Duplex, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Tree } from '../challenge/tree.ts';
import { Problem } from '../http/problem.ts';
import { podCpu } from './cgroup.ts';
import type { Frame } from './demux.ts';
import { countStatements, disturb } from './dependency.ts';
import { runExec, startExec } from './exec.ts';
import { ifFound, ours } from './faults.ts';
import { awaitTree, fillEmpty, patchTree, readSources, readTree, watchFiles, writeTree } from './files.ts';
import { paced } from './pace.ts';
import { findPart, type Plan, startPart } from './parts.ts';
import { Pausing } from './pausing.ts';
import { PortStream } from './port.ts';
import { startProbe } from './probe.ts';
import { removePod } from './removal.ts';
import { formatText } from './format.ts';
import { runLimited } from './run.ts';
import type {
  ExecResult,
  Formatted,
  Pod,
  Probe,
  RunResult,
  ServiceStatus,
  Sources,
  Terminal,
  TerminalSize,
} from './sandboxes.ts';
import { Service } from './service.ts';
import { checkStubs, hasStubs } from './stubs.ts';
import { Tail } from './tail.ts';
import { openTerminal } from './terminal.ts';
import type { Waiting } from './waiting.ts';

const outputBytes = 64_000;
/** How often a port is tried until something listens there. */
const connectEveryMs = 20;
/** Docker calls a container running for a moment after its first process has gone. */
const endingMs = 300;

/** A pod made of Docker containers, already running. */
export class DockerPod implements Pod {
  readonly id: string;
  readonly #plan: Plan;
  readonly #workspace: Docker.Container;
  readonly #onRemoved: (id: string) => void;
  readonly #service: Service;
  readonly #pausing: Pausing;
  /** Waits for the first files of a workspace that was opened ahead. */
  #emptyYet: Waiting | undefined;

  constructor(plan: Plan, workspace: Docker.Container, onRemoved: (id: string) => void) {
    this.id = plan.id;
    this.#plan = plan;
    this.#workspace = workspace;
    this.#onRemoved = onRemoved;
    this.#service = new Service(plan);
    this.#pausing = new Pausing(plan.engine, plan.id);
  }

  /** Starts what can be started without files: the first `writeFiles` and `restart` then take a moment only. */
  async startAhead(): Promise<void> {
    await this.#service.startAhead();
    this.#emptyYet = await awaitTree(this.#workspace);
  }

  /** Whether its loopback and services run: they end with the engine. */
  async isWhole(): Promise<boolean> {
    const stubs = hasStubs(this.#plan) ? ['stubs'] : [];
    const names = ['holder', ...Object.keys(this.#plan.services), ...stubs];
    const parts = names.map((part) => findPart(this.#plan, part));
    const found = await Promise.all(parts.map((part) => ifFound(part.inspect())));
    return found.every((part) => part?.State.Running);
  }

  writeFiles(tree: Tree): Promise<void> {
    return this.#use('files could not be written', (empty) => this.#write(tree, empty));
  }

  patchFiles(files: Tree, gone: readonly string[]): Promise<void> {
    return this.#use('files could not be written', () =>
      this.#inWorkspace((workspace) => patchTree(workspace, files, gone)),
    );
  }

  readFiles(): Promise<Tree> {
    return this.#use('files could not be read', () => this.#inWorkspace(readTree));
  }

  readSources(): Promise<Sources> {
    return this.#use('files could not be read', () => this.#inWorkspace(readSources));
  }

  watchFiles(): Promise<Readable> {
    return this.#use('files could not be watched', async () => watchFiles(await this.#awake()));
  }

  build(deadlineMs: number): Promise<ExecResult> {
    const command = this.#plan.spec.commands?.build ?? this.#plan.runtime.build;
    if (command === undefined) return Promise.resolve({ code: 0, output: '', timedOut: false });
    return this.#use('the build could not be run', () => this.#run(command, deadlineMs));
  }

  async test(deadlineMs: number): Promise<ExecResult | undefined> {
    const command = this.#plan.runtime.test;
    if (command === undefined) return undefined;
    return this.#use('the tests could not be run', () => this.#run(command, deadlineMs));
  }

  async format(text: string): Promise<Formatted | undefined> {
    const command = this.#plan.runtime.format;
    if (command === undefined) return undefined;
    return this.#use('a file could not be formatted', () =>
      this.#inWorkspace((workspace) => formatText(workspace, command, text)),
    );
  }

  restart(): Promise<void> {
    return this.#use('the service could not be started', () => this.#service.restart());
  }

  status(): Promise<ServiceStatus> {
    return ours('the service could not be looked at', this.#status());
  }

  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ exitCode: number | null; ms: number }> {
    return this.#use('the service could not be ended', () => this.#service.end(signal));
  }

  disturb(service: string, how: 'restart' | 'pause' | 'resume' | 'cut'): Promise<void> {
    return this.#use(`${service} could not be disturbed`, () => disturb(this.#plan, service, how));
  }

  statements(): Promise<number | null> {
    return this.#use('statements could not be counted', () => countStatements(this.#plan));
  }

  memory(): Promise<number> {
    return ours('memory could not be read', this.#service.memory());
  }

  log(lines: number): Promise<string[]> {
    return ours('the log could not be read', this.#service.log(lines));
  }

  connect(port: number, patienceMs = 0): Promise<Duplex> {
    return this.#use(`port ${port} could not be reached`, () => this.#connect(port, patienceMs));
  }

  terminal(screen: string, size: TerminalSize): Promise<Terminal> {
    return this.#use('the terminal could not be opened', async () =>
      openTerminal(await this.#awake(), screen, size),
    );
  }

  run(command: string[], limits: { deadlineMs: number; maxBytes: number }): Promise<RunResult> {
    return this.#use('the program could not be run', () =>
      this.#inWorkspace((workspace) => runLimited(workspace, command, limits)),
    );
  }

  cpu(): Promise<{ atMs: number; usedMs: number }> {
    return ours('processor time could not be read', podCpu(this.#plan.engine, this.id));
  }

  async attachProbe(suite: Tree, cpuset?: string): Promise<Probe> {
    const probe = await this.#use('the probe could not be started', () =>
      startProbe(this.#plan, suite, cpuset),
    );
    return {
      run: (command, options) => this.#use('the probe failed', () => probe.run(command, options)),
    };
  }

  pause(): Promise<boolean> {
    return ours('the pod could not be paused', this.#pausing.pause());
  }

  resume(): Promise<void> {
    return ours('the pod could not be resumed', this.#pausing.resume());
  }

  async remove(): Promise<void> {
    try {
      await ours('the pod could not be removed', removePod(this.#plan.engine, this.id));
    } finally {
      this.#onRemoved(this.id);
    }
  }

  /** Work that needs the pod's processes wakes them first. */
  #use<T>(failure: string, work: (empty: Waiting | undefined) => Promise<T>): Promise<T> {
    // Whatever comes first may leave files in the workspace.
    const empty = this.#emptyYet;
    this.#emptyYet = undefined;
    return ours(
      failure,
      this.#pausing.awake(() => work(empty)),
    );
  }

  async #status(): Promise<ServiceStatus> {
    await checkStubs(this.#plan);
    return this.#service.status();
  }

  async #write(tree: Tree, empty: Waiting | undefined): Promise<void> {
    if (empty && (await fillEmpty(empty, tree))) return;
    await this.#inWorkspace((workspace) => writeTree(workspace, tree));
  }

  async #run(command: string, deadlineMs: number): Promise<ExecResult> {
    const output = new Tail(outputBytes);
    const take = paced();
    const onFrame = ({ bytes }: Frame) => {
      output.add(bytes);
      return take(bytes.length);
    };
    const exit = await this.#inWorkspace((workspace) =>
      runExec(workspace, ['sh', '-c', command], { deadlineMs, onFrame }),
    );
    if (this.#plan.spec.kind === 'grading') await this.#sleep();
    return { ...exit, output: output.text() };
  }

  /** Ends everything in the workspace: what a build or a test leaves running would outlive every restart of the service. */
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

  /** Work is tried twice when the workspace ended under the first try. */
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

  async #connect(port: number, patienceMs: number): Promise<Duplex> {
    const retry = `retry=${Math.ceil(patienceMs / connectEveryMs)},interval=${connectEveryMs / 1000}`;
    const { socket } = await startExec(await this.#awake(), [
      'socat',
      '-',
      `TCP4:127.0.0.1:${port},${retry}`,
    ]);
    return new PortStream(socket);
  }
}
