// Sandboxes without Docker, for tests of the API alone: files are kept in memory, and the candidate's service is a
// handler that runs in the test.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { type Duplex, PassThrough, type Readable } from 'node:stream';
import type { Tree } from '../../api/challenge/tree.ts';
import {
  SandboxError,
  type BrokenProtection,
  type Pod,
  type PodSpec,
  type Probe,
  type ProbeRun,
  type RunResult,
  type Sandboxes,
  type ServiceStatus,
  type Sources,
  type Terminal,
  type TerminalSize,
} from '../../api/sandbox/sandboxes.ts';

type Program = (suite: Tree, options: ProbeRun, command: string[]) => Promise<void>;

export class MemorySandboxes implements Sandboxes {
  /** Pods that are there now. */
  pods: MemoryPod[] = [];
  /** What every service answers; nothing listens when undefined. */
  service: RequestListener | undefined;
  /** What every service does with a WebSocket. */
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
  /** What the probe does when it is run. */
  program: Program = async () => undefined;
  /** What every terminal is: by default it draws what is typed. */
  shell: (name: string) => Duplex = () => new PassThrough();
  /** What programs in workspaces write. */
  answer: (command: string[]) => Partial<RunResult> = () => ({});
  /** Set to make opening fail. */
  broken = false;
  /** What the self-test finds. */
  faults: BrokenProtection[] = [];
  /** Set to make the engine silent. */
  down = false;
  /** Set to make the engine silent from the next opening on. */
  downAfterOpen = false;
  opened = 0;

  async selfTest(): Promise<BrokenProtection[]> {
    return this.faults;
  }

  async open(spec: PodSpec): Promise<Pod> {
    this.down ||= this.downAfterOpen;
    if (this.broken) throw new SandboxError('There is no space left');
    this.opened += 1;
    const pod = new MemoryPod(this, spec);
    this.pods.push(pod);
    return pod;
  }

  keepWarm(): void {}

  warm(): number {
    return 0;
  }

  async serviceImage(service: string, seed: Tree): Promise<string> {
    return `${service}-with-${seed.size}`;
  }

  async facts() {
    return { images: {}, engine: 'memory' };
  }

  async whole(): Promise<ReadonlySet<string>> {
    if (this.down) throw new SandboxError('Docker does not answer');
    return new Set(this.pods.filter((pod) => !pod.dead).map((pod) => pod.id));
  }

  async reconcile(owners: ReadonlySet<string>): Promise<number> {
    const strays = this.pods.filter((pod) => !owners.has(pod.spec.owner));
    for (const pod of strays) await pod.remove();
    return strays.length;
  }

  async close(): Promise<void> {
    await this.reconcile(new Set());
  }
}

export class MemoryPod implements Pod {
  readonly id = crypto.randomUUID();
  readonly spec: PodSpec;
  files: Tree = new Map();
  starts = 0;
  /** Of its last terminal, from the first on. */
  sizes: TerminalSize[] = [];
  #all: MemorySandboxes;
  #server: Server | undefined;
  #streams = new Set<Duplex>();
  #watch: PassThrough | undefined;
  dead = false;
  paused = false;

  constructor(all: MemorySandboxes, spec: PodSpec) {
    this.#all = all;
    this.spec = spec;
  }

  /** Makes the pod fail from now on, as when its machine is gone. */
  kill(): void {
    this.dead = true;
  }

  #alive(): void {
    if (this.dead) throw new SandboxError('No such container');
  }

  async writeFiles(tree: Tree): Promise<void> {
    this.#alive();
    this.files = new Map(tree);
  }

  async patchFiles(files: Tree, gone: readonly string[]): Promise<void> {
    this.#alive();
    this.files = new Map([...this.files, ...files].filter(([path]) => !gone.includes(path)));
  }

  async readFiles(): Promise<Tree> {
    this.#alive();
    return this.files;
  }

  async readSources(): Promise<Sources> {
    return { files: await this.readFiles(), tooLarge: new Set() };
  }

  async watchFiles(): Promise<Readable> {
    this.#alive();
    return (this.#watch = new PassThrough());
  }

  /** Changes a file as a program in the sandbox does; null deletes it. */
  change(path: string, text: string | null): void {
    const files = new Map(this.files);
    if (text === null) files.delete(path);
    else files.set(path, Buffer.from(text));
    this.files = files;
    this.#watch?.write('.');
  }

  async format(text: string) {
    this.#alive();
    return { text: `${text.trim()}\n` };
  }

  async build() {
    this.#alive();
    const broken = this.files.get('server.js')?.toString().includes('syntax error');
    return broken
      ? { code: 1, output: 'Unexpected identifier', timedOut: false }
      : { code: 0, output: '', timedOut: false };
  }

  async test() {
    return undefined;
  }

  async statements() {
    return null;
  }

  async restart(): Promise<void> {
    this.#alive();
    this.starts += 1;
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#server = this.#all.service && createServer(this.#all.service);
    const server = this.#server;
    if (this.#all.upgrade) server?.on('upgrade', this.#all.upgrade);
    if (server) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async status(): Promise<ServiceStatus> {
    this.#alive();
    return { state: this.starts > 0 ? 'running' : 'stopped', exitCode: null, outOfMemory: false };
  }

  async end() {
    return { exitCode: 0, ms: 0 };
  }

  async disturb(): Promise<void> {}

  async memory(): Promise<number> {
    return 0;
  }

  async log(lines: number): Promise<string[]> {
    this.#alive();
    return Array.from({ length: this.starts }, (_, index) => `start ${index + 1}`).slice(-lines);
  }

  async connect(): Promise<Duplex> {
    this.#alive();
    if (!this.#server) throw new SandboxError('Nothing listens');
    const { port } = this.#server.address() as { port: number };
    const stream = connect(port, '127.0.0.1');
    this.#streams.add(stream);
    return stream.on('close', () => this.#streams.delete(stream));
  }

  async terminal(name: string, size: TerminalSize): Promise<Terminal> {
    this.#alive();
    this.paused = false;
    const stream = this.#all.shell(name);
    this.#streams.add(stream);
    this.sizes = [size];
    return { stream, resize: async (next) => void this.sizes.push(next) };
  }

  async run(command: string[]): Promise<RunResult> {
    this.#alive();
    return { code: 0, stdout: '', stderr: '', timedOut: false, cut: false, ...this.#all.answer(command) };
  }

  async cpu() {
    return { atMs: performance.now(), usedMs: 0 };
  }

  async attachProbe(suite: Tree): Promise<Probe> {
    this.#alive();
    return { run: (command, options) => this.#all.program(suite, options, command) };
  }

  async pause(): Promise<boolean> {
    this.#alive();
    this.paused = true;
    return true;
  }

  async resume(): Promise<void> {
    this.#alive();
    this.paused = false;
  }

  async remove(): Promise<void> {
    this.dead = true;
    for (const stream of this.#streams) stream.destroy();
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#all.pods = this.#all.pods.filter((pod) => pod !== this);
  }
}
