// Programs run inside a container. Docker leaves them running when their client goes away, so every one carries a
// mark in its environment, and `reap` inside the container kills by it.
import { randomBytes } from 'node:crypto';
import type { Duplex, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { Demux, type Frame } from './demux.ts';
import { SandboxError } from './sandboxes.ts';

export interface ExecOptions {
  deadlineMs: number;
  /** Given every piece of output; the stream waits for the promise. What it throws ends the program. */
  onFrame: (frame: Frame) => void | Promise<void>;
  /** Given the program's stdin, to write and end; stdin is closed at once when absent. */
  onOpen?: (stdin: Writable) => void;
  signal?: AbortSignal;
}

export interface Exit {
  /** null when the deadline ended it. */
  code: number | null;
  timedOut: boolean;
}

const reapDeadlineMs = 5_000;
/** One round of killing misses what a fork bomb has started meanwhile. */
const reapAll = `round=0
while grep -qzxs "PROOFLOAD_EXEC=$1" /proc/[0-9]*/environ; do
  [ $round -lt 50 ] || exit 1
  reap "$1"
  round=$((round + 1))
done`;
export const attached = { AttachStdin: true, AttachStdout: true, AttachStderr: true };
const hijacked = { hijack: true, stdin: true };

/**
 * Runs a program to its end, or kills it at the deadline.
 * @throws SandboxError when Docker fails; the signal's reason when it was aborted
 */
export async function runExec(
  container: Docker.Container,
  command: string[],
  options: ExecOptions,
): Promise<Exit> {
  const limit = AbortSignal.timeout(options.deadlineMs);
  const stop = options.signal ? AbortSignal.any([limit, options.signal]) : limit;
  const { exec, mark } = await createExec(container, command, stop);
  let socket: Duplex | undefined;
  try {
    socket = await attach(exec, { ...hijacked, abortSignal: stop });
    await pump(socket, options, stop);
    return { code: await exitCode(exec), timedOut: false };
  } catch (error) {
    // It may run though nobody heard that it was started. One that could not be started has left nothing behind.
    if (socket || stop.aborted) await reap(container, mark);
    if (options.signal?.aborted) throw options.signal.reason;
    if (limit.aborted) return { code: null, timedOut: true };
    throw error;
  } finally {
    socket?.destroy();
  }
}

/** Starts a program and hands over its connection: writes are stdin, what comes back is framed output. */
export async function startExec(
  container: Docker.Container,
  command: string[],
  signal?: AbortSignal,
): Promise<{ exec: Docker.Exec; socket: Duplex; mark: string }> {
  const { exec, mark } = await createExec(container, command, signal);
  const socket = await attach(exec, { ...hijacked, ...(signal && { abortSignal: signal }) });
  return { exec, socket, mark };
}

/** Nothing runs yet. */
async function createExec(
  container: Docker.Container,
  command: string[],
  signal: AbortSignal | undefined,
): Promise<{ exec: Docker.Exec; mark: string }> {
  const mark = randomBytes(8).toString('hex');
  const create = container.exec({ ...attached, Cmd: command, Env: [`PROOFLOAD_EXEC=${mark}`] });
  return { exec: await orAborted(create, signal), mark };
}

/** Dockerode, given the signal, would end this process when it comes while an answer is being read. @throws the signal's reason */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Starts what was prepared. @returns its connection */
export async function attach(exec: Docker.Exec, options: Docker.ExecStartOptions): Promise<Duplex> {
  const socket = await exec.start(options);
  // Without a listener a connection that breaks between two reads would end the process.
  socket.on('error', () => {});
  return socket;
}

async function pump(socket: Duplex, options: ExecOptions, stop: AbortSignal): Promise<void> {
  const abort = () => socket.destroy(new Error('aborted'));
  stop.addEventListener('abort', abort, { once: true });
  try {
    if (stop.aborted) throw new Error('aborted');
    if (options.onOpen) options.onOpen(socket);
    else socket.end();
    const demux = new Demux();
    for await (const chunk of socket) {
      for (const frame of demux.take(chunk)) await options.onFrame(frame);
    }
  } finally {
    stop.removeEventListener('abort', abort);
  }
}

/** Waits for the code of a program that has closed its output. @throws SandboxError when it goes on running */
export async function exitCode(exec: Docker.Exec): Promise<number | null> {
  for (let waitedMs = 0; waitedMs < 2_000; waitedMs += 20) {
    const { Running, ExitCode } = await exec.inspect();
    if (!Running) return ExitCode;
    await sleep(20);
  }
  throw new SandboxError('a program closed its output and went on running');
}

/** Kills what one exec left behind. When not even that can be started, everything in the container is killed. */
async function reap(container: Docker.Container, mark: string): Promise<void> {
  try {
    const { exec, socket } = await startExec(
      container,
      ['sh', '-c', reapAll, 'sh', mark],
      AbortSignal.timeout(reapDeadlineMs),
    );
    const timer = setTimeout(() => socket.destroy(), reapDeadlineMs);
    socket.end();
    for await (const _ of socket);
    clearTimeout(timer);
    if ((await exitCode(exec)) === 0) return;
  } catch {
    // Out of processes or memory: fall through to the restart.
  }
  await container.restart({ t: 0 }).catch(() => {});
}
