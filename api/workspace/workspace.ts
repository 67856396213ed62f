import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Challenge } from '../challenge/challenge.ts';
import { hashOf, treeHash, type Tree } from '../challenge/tree.ts';
import { Problem } from '../http/problem.ts';
import { runChecks } from '../probe/checks.ts';
import { Gate } from '../sandbox/gate.ts';
import {
  SandboxError,
  type Formatted,
  type Pod,
  type Probe,
  type Sandboxes,
  type Terminal,
  type TerminalSize,
} from '../sandbox/sandboxes.ts';
import { warmSpec } from './warm.ts';
import type { CheckResult, LoadResult, QueryResult, TerminalScreen, WorkspaceState } from './contract.ts';
import { query } from './database.ts';
import { smokeLoad } from './load.ts';
import { PodFiles, type PodChange } from './pod-files.ts';
import { send } from './request.ts';
import { withSource } from './source.ts';
import { lostText, noWorkspace } from './workspaces.ts';

const buildDeadlineMs = 60_000;
const checksDeadlineMs = 60_000;
const listenDeadlineMs = 20_000;
const listenPollMs = 400;
/** Each question costs the machine a start of a program in the sandbox, waiting in it costs nothing. */
const listenPatienceMs = 1_000;
const followEveryMs = 2_000;
const logLines = 500;
/** A page asks how things are before it shows anything: so long it waits for an engine that has much to do. */
const stateMs = 1_500;
/** Visible checks always see the same data, so that a candidate can compare two runs. */
const visibleSeed = 1;

/** The live sandbox of one attempt. What it holds is a copy of the saved files, so it may be lost at any time. */
export class Workspace {
  readonly #challenge: Challenge;
  readonly #sandboxes: Sandboxes;
  readonly #spec: { owner: string; runtime: string };
  /** When somebody last did something here, and how many connections to the service are open. */
  #usedAtMs = performance.now();
  #streams = 0;
  #asleep = false;
  #pod: Pod | undefined;
  /** What is in the sandbox's folder; replaced with the sandbox. */
  #files: PodFiles | undefined;
  readonly #filesGate = new Gate(1);
  #looking = false;
  #followedAtMs = 0;
  #probe: Promise<Probe> | undefined;
  readonly #terminals = new Map<TerminalScreen, Terminal>();
  /** Hash of the tree that was built and started last. */
  #deployed: string | undefined;
  /** The run under way, or the last one; the next waits for it. */
  #running: Promise<unknown> = Promise.resolve();
  #phase: 'stopped' | 'starting' | 'started' = 'stopped';
  /** Whether the service listens: known once it does, has exited, or has had its time. */
  #listening = Promise.resolve(false);
  #failedBuild: { code: number | null; output: string } | undefined;
  #checking = false;
  /** What was last known of it, the question that is out about what it is now, and whether that takes long. */
  #known: WorkspaceState | undefined;
  #asked: Promise<WorkspaceState> | undefined;
  #late = false;

  constructor(sandboxes: Sandboxes, challenge: Challenge, spec: { owner: string; runtime: string }) {
    this.#sandboxes = sandboxes;
    this.#challenge = challenge;
    this.#spec = spec;
  }

  get podId(): string | undefined {
    return this.#pod?.id;
  }

  /** Milliseconds since anybody used it. */
  get idleMs(): number {
    return this.#streams > 0 || this.#checking ? 0 : performance.now() - this.#usedAtMs;
  }

  /** Lets its processes sleep until it is used again. One that is busy stays awake. */
  async pause(): Promise<void> {
    if (!this.#asleep) this.#asleep = (await this.#pod?.pause()) ?? false;
  }

  /**
   * Puts exactly `tree` into the sandbox, builds it and starts the service, which may take a moment longer to listen. A
   * lost sandbox is replaced.
   * @throws SandboxError
   */
  run(tree: Tree): Promise<void> {
    this.#use();
    const next = this.#running.then(() => this.#run(tree));
    this.#running = next.catch(() => undefined);
    return next;
  }

  async #run(tree: Tree): Promise<void> {
    this.#phase = 'starting';
    this.#failedBuild = undefined;
    this.#deployed = hashOfTree(tree);
    try {
      const pod = await this.#write(tree);
      const built = await pod.build(buildDeadlineMs);
      if (built.code !== 0) {
        this.#failedBuild = built;
        this.#phase = 'stopped';
        return;
      }
      await pod.restart();
      this.#listening = this.#awaitListening(pod);
    } catch (error) {
      this.#phase = 'stopped';
      throw error;
    }
  }

  async #write(tree: Tree): Promise<Pod> {
    const before = this.#pod;
    const pod = before ?? (await this.#open());
    try {
      await this.#fill(pod, tree);
      return pod;
    } catch (error) {
      if (!before || !(error instanceof SandboxError)) throw error;
    }
    await this.#remove();
    const fresh = await this.#open();
    await this.#fill(fresh, tree);
    return fresh;
  }

  #fill(pod: Pod, tree: Tree): Promise<void> {
    return this.#filesGate.run(async () => {
      await pod.writeFiles(tree);
      this.#files?.wrote(tree);
    });
  }

  /** Whether somebody is connected to it, who may look at its files, and it is time to bring them up to date. */
  get mayBeBehind(): boolean {
    return this.#streams > 0 && performance.now() - this.#followedAtMs > followEveryMs;
  }

  /** Brings its files up to what is saved, without a restart. @throws SandboxError */
  follow(tree: Tree): Promise<void> {
    this.#followedAtMs = performance.now();
    return this.#filesGate.run(async () => this.#files?.follow(tree));
  }

  /** Whether it is time to look for files that were changed in the sandbox itself. */
  get mayHaveChanges(): boolean {
    return !this.#asleep && !this.#looking && (this.#files?.due ?? false);
  }

  /**
   * Hands what was changed in the sandbox itself since files were last written or read there to `keep`.
   * @returns its answer, undefined when nothing was changed or there is no sandbox
   * @throws SandboxError, Problem when it could not be read
   */
  async keepChanges<T>(keep: (changes: PodChange[]) => Promise<T>): Promise<T | undefined> {
    this.#looking = true;
    try {
      return await this.#filesGate.run(async () => this.#files?.read(keep));
    } finally {
      this.#looking = false;
    }
  }

  async #open(): Promise<Pod> {
    const kept = await warmSpec(this.#sandboxes, this.#challenge, this.#spec.runtime);
    this.#pod = await this.#sandboxes.open({ ...kept, kind: 'workspace', owner: this.#spec.owner });
    this.#files = new PodFiles(this.#pod);
    return this.#pod;
  }

  async #awaitListening(pod: Pod): Promise<boolean> {
    const { port, ready } = this.#challenge;
    const run = this.#running;
    const until = performance.now() + listenDeadlineMs;
    let listens = false;
    while (!listens && performance.now() < until && run === this.#running && (await isRunning(pod))) {
      const asked = { method: 'GET', path: ready, headers: {} };
      const connect = () => pod.connect(port, listenPatienceMs);
      const answer = await send(connect, port, asked, 2000).catch(() => undefined);
      listens = answer !== undefined && answer.status < 500;
      if (!listens) await new Promise((resolve) => setTimeout(resolve, listenPollMs));
    }
    if (run === this.#running) this.#phase = 'started';
    return listens;
  }

  /** @returns how it is; how it was when last heard of, while the engine takes its time */
  async state(): Promise<WorkspaceState> {
    this.#use();
    this.#asked ??= this.#ask();
    if (!this.#late) {
      const now = await Promise.race([this.#asked, sleep(stateMs, undefined, { ref: false })]);
      if (now) return now;
      this.#late = true;
    }
    return this.#known ?? { ...inPlace, service: 'starting', exitCode: null };
  }

  async #ask(): Promise<WorkspaceState> {
    this.#known = await this.#look();
    this.#asked = undefined;
    this.#late = false;
    return this.#known;
  }

  /** Never rejects. */
  async #look(): Promise<WorkspaceState> {
    const base = inPlace;
    if (this.#failedBuild) return { ...base, service: 'exited', exitCode: this.#failedBuild.code };
    if (!this.#pod) return { ...base, sandbox: 'starting', service: 'stopped', exitCode: null };
    try {
      await this.#pod.resume();
      const { state, exitCode } = await this.#pod.status();
      if (state === 'exited' && this.#phase !== 'stopped') return { ...base, service: 'exited', exitCode };
      return { ...base, service: this.#phase === 'started' ? state : this.#phase, exitCode: null };
    } catch {
      return { ...base, sandbox: 'failed', service: 'stopped', exitCode: null, problem: lostText };
    }
  }

  #use(): void {
    this.#asleep = false;
    this.#usedAtMs = performance.now();
  }

  /** @returns undefined when its runtime has no formatter. @throws Problem 409 no-workspace, SandboxError */
  async format(text: string): Promise<Formatted | undefined> {
    if (!this.#pod) throw noWorkspace();
    this.#use();
    return this.#pod.format(text);
  }

  /** @returns the last lines the service, or its failed build, wrote */
  async log(): Promise<string> {
    this.#use();
    const built = this.#failedBuild?.output.split('\n');
    const lines = built ?? (await this.#pod?.log(logLines + 1)) ?? [];
    const cut = lines.length > logLines ? ['[earlier lines are not shown]'] : [];
    return [...cut, ...lines.slice(-logLines)].join('\n');
  }

  /** A byte stream to the service's port. @throws Problem 409 no-workspace, SandboxError */
  async connect(): Promise<Duplex> {
    if (!this.#pod) throw noWorkspace();
    this.#use();
    return this.#inUse(await this.#pod.connect(this.#challenge.port));
  }

  /** One of its terminals; the screen is taken over from whoever had it. @throws Problem 409 no-workspace, SandboxError */
  async terminal(screen: TerminalScreen, size: TerminalSize): Promise<Duplex> {
    if (!this.#pod) throw noWorkspace();
    this.#use();
    const terminal = await this.#pod.terminal(screen, size);
    this.#terminals.get(screen)?.stream.destroy();
    this.#terminals.set(screen, terminal);
    return this.#inUse(terminal.stream);
  }

  async resizeTerminal(screen: TerminalScreen, size: TerminalSize): Promise<void> {
    await this.#terminals.get(screen)?.resize(size);
  }

  /** While it is open nobody takes the workspace for idle. */
  #inUse(stream: Duplex): Duplex {
    this.#streams++;
    return stream.once('close', () => {
      this.#streams--;
      this.#use();
    });
  }

  /** Runs SQL on its database. @throws Problem 409 no-workspace, no-database; SandboxError */
  async query(sql: string): Promise<QueryResult> {
    if (!this.#pod) throw noWorkspace();
    if (!('postgres' in this.#challenge.services))
      throw new Problem(409, 'no-database', 'This challenge has no database');
    this.#use();
    return query(this.#pod, sql);
  }

  /** Runs the visible checks beside the service, which is restarted first when it runs another tree. @throws Problem 409 checks-running, 502 not-listening; SandboxError */
  check(tree: Tree): Promise<CheckResult[]> {
    const { port, suites } = this.#challenge;
    return this.#probing(tree, async (_pod, probe) => {
      const options = { port, seed: visibleSeed, deadlineMs: checksDeadlineMs };
      return (await runChecks(probe, options)).map((line) => withSource(line, suites.visible));
    });
  }

  /** Loads the service for a moment. @throws as `check` */
  load(tree: Tree, rps: number): Promise<LoadResult> {
    return this.#probing(tree, (pod, probe) =>
      smokeLoad(pod, probe, { port: this.#challenge.port, seed: visibleSeed, rps }),
    );
  }

  /** One thing at a time is done to the service, and to the one that was built from this tree. */
  async #probing<T>(tree: Tree, work: (pod: Pod, probe: Probe) => Promise<T>): Promise<T> {
    if (this.#checking)
      throw new Problem(409, 'checks-running', 'Checks or a smoke load are already running');
    this.#checking = true;
    try {
      if (!this.#pod || this.#deployed !== hashOfTree(tree)) await this.run(tree);
      if (!(await this.#listening))
        throw new Problem(502, 'not-listening', 'The service does not listen; look at its log');
      if (!this.#pod) throw noWorkspace();
      return await work(this.#pod, await this.#attachProbe(this.#pod));
    } finally {
      this.#checking = false;
    }
  }

  #attachProbe(pod: Pod): Promise<Probe> {
    this.#probe ??= pod.attachProbe(this.#challenge.suites.visible).catch((error: unknown) => {
      this.#probe = undefined;
      throw error;
    });
    return this.#probe;
  }

  /** Removes the sandbox, once what is being opened is there. What cannot be removed now goes as a stray later. */
  async close(): Promise<void> {
    await this.#running;
    await this.#remove();
  }

  async #remove(): Promise<void> {
    const pod = this.#pod;
    this.#pod = undefined;
    this.#files?.close();
    this.#files = undefined;
    this.#probe = undefined;
    this.#terminals.clear();
    this.#phase = 'stopped';
    await pod?.remove().catch(() => undefined);
  }
}

const inPlace = { sandbox: 'ready', place: null, problem: null } as const;

function hashOfTree(tree: Tree): string {
  return treeHash([...tree].map(([path, content]) => [path, hashOf(content)] as const));
}

async function isRunning(pod: Pod): Promise<boolean> {
  const status = await pod.status().catch(() => undefined);
  return status?.state === 'running';
}
