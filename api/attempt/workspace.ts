import { Value } from 'typebox/value';
import type { Challenge } from '../challenge/challenge.ts';
import { hashOf, treeHash, type Tree } from '../challenge/tree.ts';
import { Problem } from '../http/problem.ts';
import { SandboxError, type Pod, type Probe, type Sandboxes } from '../sandbox/sandboxes.ts';
import { CheckResult, type ServiceState } from './contract.ts';
import { send } from './request.ts';

const buildDeadlineMs = 60_000;
const checksDeadlineMs = 60_000;
const listenDeadlineMs = 20_000;
const listenPollMs = 400;
const maxChecks = 500;

const lost = 'The sandbox is gone. Restart the service to get a new one; no file is lost.';
const failed = 'The sandbox could not be started. This is our failure; try again.';

/** The live sandbox of one attempt. What it holds is a copy of the saved files, so it may be lost at any time. */
export class Workspace {
  readonly challenge: Challenge;
  #sandboxes: Sandboxes;
  #spec: { owner: string; runtime: string };
  #pod: Promise<Pod> | undefined;
  #probe: Promise<Probe> | undefined;
  #sandbox: ServiceState['sandbox'] = 'none';
  #problem: string | null = null;
  /** Hash of the tree that was built and started last. */
  #deployed: string | undefined;
  /** The run under way, or the last one; the next waits for it. */
  #running: Promise<unknown> = Promise.resolve();
  #phase: 'stopped' | 'starting' | 'started' = 'stopped';
  /** Whether the service listens: known once it does, has exited, or has had its time. */
  #listening = Promise.resolve(false);
  #failedBuild: { code: number | null; output: string } | undefined;
  #checking = false;

  constructor(sandboxes: Sandboxes, challenge: Challenge, spec: { owner: string; runtime: string }) {
    this.#sandboxes = sandboxes;
    this.challenge = challenge;
    this.#spec = spec;
  }

  get runtime(): string {
    return this.#spec.runtime;
  }

  /**
   * Puts exactly `tree` into the sandbox, builds it and starts the service, which may take a moment longer to listen. A
   * lost sandbox is replaced.
   * @throws SandboxError
   */
  run(tree: Tree): Promise<void> {
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
    const pod = await this.#open();
    try {
      await pod.writeFiles(tree);
      return pod;
    } catch (error) {
      if (!before || !(error instanceof SandboxError)) throw error;
    }
    await this.close();
    const fresh = await this.#open();
    await fresh.writeFiles(tree);
    return fresh;
  }

  async #open(): Promise<Pod> {
    if (this.#pod) return this.#pod;
    this.#sandbox = 'starting';
    this.#problem = null;
    this.#pod = this.#openPod();
    try {
      const pod = await this.#pod;
      this.#sandbox = 'ready';
      return pod;
    } catch (error) {
      this.#pod = undefined;
      this.#sandbox = 'failed';
      this.#problem = failed;
      throw error;
    }
  }

  async #openPod(): Promise<Pod> {
    const services: Record<string, string> = {};
    for (const [name, seed] of Object.entries(this.challenge.services))
      services[name] = await this.#sandboxes.serviceImage(name, seed);
    return this.#sandboxes.open({ kind: 'workspace', ...this.#spec, services, env: this.challenge.env });
  }

  async #awaitListening(pod: Pod): Promise<boolean> {
    const { port, ready } = this.challenge;
    const run = this.#running;
    const until = performance.now() + listenDeadlineMs;
    let listens = false;
    while (!listens && performance.now() < until && run === this.#running && (await isRunning(pod))) {
      const asked = { method: 'GET', path: ready, headers: {} };
      const answer = await send(pod, port, asked, 2000).catch(() => undefined);
      listens = answer !== undefined && answer.status < 500;
      if (!listens) await new Promise((resolve) => setTimeout(resolve, listenPollMs));
    }
    if (run === this.#running) this.#phase = 'started';
    return listens;
  }

  async state(): Promise<ServiceState> {
    const base = { sandbox: this.#sandbox, problem: this.#problem };
    if (this.#failedBuild) return { ...base, service: 'exited', exitCode: this.#failedBuild.code };
    if (this.#sandbox !== 'ready' || !this.#pod) return { ...base, service: 'stopped', exitCode: null };
    try {
      const { state, exitCode } = await (await this.#pod).status();
      if (state === 'exited' && this.#phase !== 'stopped') return { ...base, service: 'exited', exitCode };
      return { ...base, service: this.#phase === 'started' ? state : this.#phase, exitCode: null };
    } catch {
      return { sandbox: 'failed', service: 'stopped', exitCode: null, problem: lost };
    }
  }

  /** @returns the last lines the service, or its failed build, wrote */
  async log(lines: number): Promise<string[]> {
    if (this.#failedBuild) return this.#failedBuild.output.split('\n').slice(-lines);
    return this.#sandbox === 'ready' && this.#pod ? (await this.#pod).log(lines) : [];
  }

  /** @throws Problem 409 no-workspace */
  async ready(): Promise<Pod> {
    if (this.#sandbox !== 'ready' || !this.#pod)
      throw new Problem(409, 'no-workspace', 'The workspace is not running; restart the service');
    return this.#pod;
  }

  /** Runs the visible checks beside the service, which is restarted first when it runs another tree. @throws Problem 409 checks-running, 502 not-listening */
  async check(tree: Tree, seed: number): Promise<CheckResult[]> {
    if (this.#checking) throw new Problem(409, 'checks-running', 'The checks are already running');
    this.#checking = true;
    try {
      if (!this.#pod || this.#deployed !== hashOfTree(tree)) await this.run(tree);
      if (!(await this.#listening))
        throw new Problem(502, 'not-listening', 'The service does not listen; look at its log');
      const pod = await this.ready();
      this.#probe ??= pod.attachProbe(this.challenge.suites.visible);
      return await runChecks(await this.#probe, this.challenge.port, seed);
    } finally {
      this.#checking = false;
    }
  }

  /** Removes the sandbox. What cannot be removed now goes as a stray later. */
  async close(): Promise<void> {
    const pod = await this.#pod?.catch(() => undefined);
    this.#pod = undefined;
    this.#probe = undefined;
    this.#sandbox = 'none';
    this.#phase = 'stopped';
    await pod?.remove().catch(() => undefined);
  }
}

function hashOfTree(tree: Tree): string {
  return treeHash([...tree].map(([path, content]) => [path, hashOf(content)] as const));
}

async function isRunning(pod: Pod): Promise<boolean> {
  const status = await pod.status().catch(() => undefined);
  return status?.state === 'running';
}

async function runChecks(probe: Probe, port: number, seed: number): Promise<CheckResult[]> {
  const checks: CheckResult[] = [];
  const address = `http://127.0.0.1:${port}`;
  // The program ends by itself at its own deadline, and then still says what it found.
  await probe.run(['node', '/probe/run-checks.ts', address, String(seed), String(checksDeadlineMs)], {
    deadlineMs: checksDeadlineMs + 10_000,
    onLine: (line) => {
      if (checks.length < maxChecks && Value.Check(CheckResult, line)) checks.push(line);
    },
  });
  return checks;
}
