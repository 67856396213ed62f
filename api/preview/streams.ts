import { Agent, type ClientRequest, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';

/** Services close a connection nobody uses after 5 s or more, as a rule. */
const idleMs = 4000;
const maxIdle = 6;

/**
 * The byte streams to candidates' services. Opening one starts a program in the sandbox, so a page of many files would
 * wait for many: what has served a request that can be repeated is kept for a moment, for the next of the same attempt.
 */
export class Streams extends Agent {
  readonly #idle = new WeakMap<Duplex, NodeJS.Timeout>();
  readonly #open: (attemptId: string) => Promise<Duplex>;

  /** @param open @throws Problem 409 no-workspace */
  constructor(open: (attemptId: string) => Promise<Duplex>) {
    super({ keepAlive: true, maxFreeSockets: maxIdle });
    this.#open = open;
  }

  /** Takes the attempt's id for the host, by which an Agent also tells its connections apart. */
  override createConnection(
    { host }: ClientRequestArgs,
    done: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#open(host!).then(
      // What goes wrong while a request uses it that request is told of as well.
      (stream) =>
        done(
          null,
          stream.on('error', () => undefined),
        ),
      (error: Error) => done(error, undefined as never),
    );
  }

  /** Only what has this way of a net.Socket can be taken up again. */
  override keepSocketAlive(stream: Duplex): boolean {
    this.#idle.set(
      stream,
      setTimeout(() => stream.destroy(), idleMs),
    );
    return 'ref' in stream;
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    clearTimeout(this.#idle.get(stream));
    super.reuseSocket(stream, request);
  }
}
