// A program that a test starts, kills and starts again.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const keptChars = 20_000;

export class Child {
  readonly name: string;
  readonly #command: string[];
  readonly #env: Record<string, string>;
  #process: ChildProcess | undefined;
  #output = '';

  /** @param name for messages */
  constructor(name: string, command: string[], env: Record<string, string>) {
    this.name = name;
    this.#command = command;
    this.#env = env;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** The end of what it wrote, over all its lives. */
  get output(): string {
    return this.#output;
  }

  get alive(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  start(): void {
    const [program, ...args] = this.#command;
    this.#process = spawn(program!, args, {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout!, this.#process.stderr!])
      stream.on(
        'data',
        (text: Buffer) => (this.#output = (this.#output + text.toString()).slice(-keptChars)),
      );
  }

  /** Waits until `ready` no longer throws. @throws Error with what it wrote, when it ends instead or takes a minute */
  async until(ready: () => Promise<unknown>): Promise<void> {
    for (const end = performance.now() + 60_000; performance.now() < end && this.alive; await sleep(100)) {
      const answered = await ready().then(
        () => true,
        () => false,
      );
      if (answered) return;
    }
    throw new Error(`${this.name} did not start. It wrote:\n${this.#output}`);
  }

  /** Ends it without a word. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Lets it put its things away. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => void this.kill(), 30_000);
    await this.#end('SIGTERM');
    clearTimeout(timer);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.#process || !this.alive) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill(signal);
    await exited;
  }
}
