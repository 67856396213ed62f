// What the rest of the program may know of sandboxes. The Docker side of it is docker.ts and its neighbours.
import type { Duplex, Readable } from 'node:stream';
import type { Tree } from '../challenge/tree.ts';

export interface PodSpec {
  kind: 'workspace' | 'grading';
  /** Id of the attempt or grading the pod serves; becomes a label, and reconciling goes by it. */
  owner: string;
  runtime: string;
  /** Images of the services the challenge needs, as `serviceImage` made them, by service name ("postgres"). */
  services: Record<string, string>;
  /** How the candidate's code is built and started; the runtime's own way when absent. */
  commands?: { build?: string; start?: string };
  /** Environment of the candidate's service, such as DATABASE_URL. Never a secret. */
  env: Record<string, string>;
  /** Files of the third parties it calls, as <name>.ts; none when absent or empty. */
  stubs?: Tree;
  /** The core the candidate's containers share, as Docker's CpusetCpus writes it; no pinning when absent. */
  cpuset?: string;
}

/** What a pod may be kept warm for: everything of a workspace but whose it is. */
export type WarmSpec = Pick<PodSpec, 'runtime' | 'services' | 'commands' | 'env' | 'stubs'>;

export interface ServiceStatus {
  state: 'stopped' | 'running' | 'exited';
  exitCode: number | null;
  /** A process of it was killed because its memory was used up. */
  outOfMemory: boolean;
  /** It was refused another process. Only told when it was. */
  outOfProcesses?: true;
  /** It was ended because it logged too much too fast. Only told when it was. */
  floodedLog?: true;
}

export interface ExecResult {
  code: number | null;
  /** stdout and stderr together, cut at the limit given. */
  output: string;
  timedOut: boolean;
}

/** In characters. */
export interface TerminalSize {
  cols: number;
  rows: number;
}

export interface Terminal {
  /** What is typed goes in, what is drawn comes out. The caller destroys it. */
  stream: Duplex;
  /** One that has ended has no size any more: that is no error. */
  resize(size: TerminalSize): Promise<void>;
}

export interface RunResult {
  /** null when it was ended: by the deadline, or since it wrote more than it may. */
  code: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** It wrote more than it may, and what it wrote is cut. */
  cut: boolean;
}

/**
 * A sandbox: containers that share one loopback and nothing else. Every method may throw SandboxError. On a paused pod
 * `status`, `log` and `cpu` look from outside; every other method resumes it first.
 */
export interface Pod {
  readonly id: string;
  /** Makes the workspace hold exactly this tree. */
  writeFiles(tree: Tree): Promise<void>;
  /** Puts some files into the workspace and takes some away; the others stay as they are. */
  patchFiles(files: Tree, gone: readonly string[]): Promise<void>;
  /** Reads the workspace back; links, devices and other special files are left out. @throws Problem when over the limits */
  readFiles(): Promise<Tree>;
  /**
   * Reads back what may be the candidate's work: without what programs keep beside it, such as compiled files and
   * libraries, and without what is larger than a file may be.
   * @throws Problem when it is more than could be read at all
   */
  readSources(): Promise<Sources>;
  /** A stream that brings some bytes whenever a file of the workspace was changed; it may end. The caller destroys it. */
  watchFiles(): Promise<Readable>;
  /** Runs the runtime's build command, if it has one. */
  build(deadlineMs: number): Promise<ExecResult>;
  /** Runs the candidate's own tests. @returns undefined when the runtime has no way to */
  test(deadlineMs: number): Promise<ExecResult | undefined>;
  /** Formats a text with the runtime's own formatter. @returns undefined when the runtime has none */
  format(text: string): Promise<Formatted | undefined>;
  /** Starts the candidate's service, or restarts it with the files as they are now. */
  restart(): Promise<void>;
  /** @throws SandboxError also when the pod's third parties have ended */
  status(): Promise<ServiceStatus>;
  /**
   * Ends the service: at once, as a crash does, or by asking it to, and at once when it has not in 5 s. `restart` starts
   * it again.
   * @returns its exit code, null when it did not run, and how long it took
   */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ exitCode: number | null; ms: number }>;
  /**
   * Does something to a service the challenge brings, such as its database: `restart` as after a crash, until it takes
   * connections again; `pause` until `resume`; `cut` every connection to it.
   */
  disturb(service: string, how: 'restart' | 'pause' | 'resume' | 'cut'): Promise<void>;
  /**
   * @returns how many statements the candidate's service has sent its database since that was started, counted where the
   * service cannot reach; null when there is none, or it is not known
   */
  statements(): Promise<number | null>;
  /** @returns bytes of memory the candidate's service holds for itself, files it has read not counted; 0 when it has ended */
  memory(): Promise<number>;
  /** The last lines the service wrote since its last start, at most `lines`. */
  log(lines: number): Promise<string[]>;
  /**
   * A byte stream to a port on the pod's loopback. The caller destroys it.
   * @param patienceMs how long to try while nothing listens there; what is written meanwhile arrives then
   */
  connect(port: number, patienceMs?: number): Promise<Duplex>;
  /**
   * A terminal in the workspace. It outlives the stream, and is drawn anew on the next one for the same screen, which ends
   * the one before.
   * @param screen name of the terminal, of letters and digits; with a hyphen and more of them another screen of the same one
   */
  terminal(screen: string, size: TerminalSize): Promise<Terminal>;
  /** Runs a program in the workspace, with the candidate's own rights and environment. */
  run(command: string[], limits: { deadlineMs: number; maxBytes: number }): Promise<RunResult>;
  /** Processor time the pod's own containers have used so far; the probe is not among them. */
  cpu(): Promise<{ atMs: number; usedMs: number }>;
  /** Starts the trusted container that checks and loads the service. Once per pod. */
  attachProbe(suite: Tree, cpuset?: string): Promise<Probe>;
  /**
   * Stops the clock of every process: they keep their memory and open streams, and take no processor time.
   * @returns false, and leaves the pod running, while another method or a program of the probe is under way
   */
  pause(): Promise<boolean>;
  /** Lets a paused pod go on where it stood. */
  resume(): Promise<void>;
  /** Removes every container and volume of the pod. Never throws because something is already gone. */
  remove(): Promise<void>;
}

/** The formatted text, or why there is none. */
export type Formatted = { text: string } | { problem: string };

/** What may be a candidate's work in a workspace. */
export interface Sources {
  files: Tree;
  /** Paths of files that are there and larger than a file may be. */
  tooLarge: ReadonlySet<string>;
}

/** The trusted container beside a candidate's service. What it prints is the only thing believed. */
export interface Probe {
  /** Runs a program of the probe image; every line it prints on stdout is parsed as JSON and handed to `onLine`. */
  run(command: string[], options: ProbeRun): Promise<void>;
}

export interface ProbeRun {
  onLine: (line: unknown) => void;
  deadlineMs: number;
  /** Called once the program's stdin is open; each value is written as one JSON line. */
  onOpen?: (send: (value: unknown) => void) => void;
  signal?: AbortSignal;
}

export interface Sandboxes {
  /**
   * Attacks pods of its own from inside, some seconds. From the call on `open` waits for its end, and refuses every pod
   * while a protection does not hold.
   * @returns what does not hold; empty when candidates' code may run
   */
  selfTest(): Promise<BrokenProtection[]>;
  /** Starts a pod, or takes a warm one; its services accept connections. The candidate's service is not started. */
  open(spec: PodSpec): Promise<Pod>;
  /**
   * Keeps so many pods open for workspaces of this kind from now on, and makes a new one in the background whenever one
   * is taken. They hold memory like any idle workspace.
   * @param count 0 keeps none
   */
  keepWarm(spec: WarmSpec, count: number): void;
  /** How many warm pods are ready now. */
  warm(): number;
  /** Builds, or finds, the image of a challenge's service with its seed baked in. @returns image id */
  serviceImage(service: string, seed: Tree): Promise<string>;
  /** Image digests, engine and host facts that a scorecard records. */
  facts(runtime: string): Promise<{ images: Record<string, string>; engine: string }>;
  /**
   * @returns ids of the pods of this installation whose loopback and services run: any other one is lost
   * @throws SandboxError when the engine does not answer
   */
  whole(): Promise<ReadonlySet<string>>;
  /** Removes every pod of ours whose owner is not in `owners`, but none that is kept warm. @returns how many pods went */
  reconcile(owners: ReadonlySet<string>): Promise<number>;
  /** Removes every pod this process opened. */
  close(): Promise<void>;
}

/** Something that must keep candidates' code in, and does not on this machine. */
export interface BrokenProtection {
  id: string;
  /** What should hold, and what was seen instead. */
  what: string;
  seen: string;
}

/** Our failure, never the candidate's: Docker did not do what was asked. */
export class SandboxError extends Error {
  override name = 'SandboxError';
}
