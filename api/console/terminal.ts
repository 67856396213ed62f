// A browser's WebSocket and a terminal's byte stream, joined. Neither side is ever sent more than it takes: what the
// browser has not drawn yet is counted, and beyond a mark the terminal waits.
import type { Duplex } from 'node:stream';
import { Value } from 'typebox/value';
import { Problem } from '../http/problem.ts';
import { TerminalSize } from '../workspace/contract.ts';
import { TerminalMessage } from './contract.ts';

/** Bytes that are sent and not yet drawn: above the one the terminal waits, until below the other. */
const highBytes = 262_144;
const lowBytes = 65_536;
const pingMs = 20_000;
/** How often it is looked whether the attempt still runs. */
const admitMs = 5_000;

/** Why a terminal was closed: its shell has ended; the attempt is over; the sandbox is not there. */
export const shellEnded = 4000;
export const attemptOver = 4001;
export const sandboxAway = 4002;

/** What is used of a WebSocket of the library `ws`. */
export interface BrowserSocket {
  readonly readyState: number;
  send(data: Uint8Array): void;
  close(code: number, reason?: string): void;
  terminate(): void;
  ping(): void;
  pause(): void;
  resume(): void;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): unknown;
  on(event: 'close' | 'pong', listener: () => void): unknown;
}

const isOpen = 1;

interface Terminal {
  resize: (size: TerminalSize) => Promise<void>;
  /** @throws Problem 409 when the attempt no longer runs, 401 when it is no longer the caller's */
  admit: () => Promise<void>;
}

/** Passes bytes both ways until either side is gone, or the attempt is over. @param socket paused */
export function joinTerminal(socket: BrowserSocket, stream: Duplex, { resize, admit }: Terminal): void {
  if (socket.readyState !== isOpen) return void stream.destroy();
  const look = () => void admit().catch((error: unknown) => isOver(error) && socket.close(attemptOver));
  const timers = [keepAlive(socket), setInterval(look, admitMs)];
  const seen = draw(socket, stream);
  const size = latest(resize);
  socket.on('message', (data, isBinary) => {
    if (isBinary) return type(socket, stream, data);
    const message = parse(data);
    if (!message) return socket.terminate();
    if ('seen' in message) seen(message.seen);
    else size(message);
  });
  socket.on('close', () => {
    for (const timer of timers) clearInterval(timer);
    stream.destroy();
  });
  stream.on('error', () => stream.destroy()).on('close', () => socket.close(shellEnded));
  socket.resume();
}

/** Anything else, such as a database that is away, may pass. */
const isOver = (error: unknown) => error instanceof Problem && (error.status === 409 || error.status === 401);

/** @returns what is to be told how much has been drawn */
function draw(socket: BrowserSocket, stream: Duplex): (bytes: number) => void {
  let unseen = 0;
  stream.on('data', (chunk: Buffer) => {
    socket.send(chunk);
    unseen += chunk.length;
    if (unseen > highBytes) stream.pause();
  });
  return (bytes) => {
    unseen = Math.max(0, unseen - bytes);
    if (unseen < lowBytes) stream.resume();
  };
}

function type(socket: BrowserSocket, stream: Duplex, data: Buffer): void {
  if (stream.writable && !stream.write(data)) {
    socket.pause();
    stream.once('drain', () => socket.resume());
  }
}

function parse(data: Buffer): TerminalMessage | undefined {
  try {
    const message: unknown = JSON.parse(data.toString());
    if (!Value.Check(TerminalMessage, message)) return undefined;
    return 'seen' in message || Value.Check(TerminalSize, message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** One at a time; of those that come meanwhile the last counts. */
function latest(resize: Terminal['resize']): (size: TerminalSize) => void {
  let next: TerminalSize | undefined;
  let busy = false;
  const run = async () => {
    busy = true;
    while (next) {
      const size = next;
      next = undefined;
      await resize(size).catch(() => undefined);
    }
    busy = false;
  };
  return (size) => {
    next = size;
    if (!busy) void run();
  };
}

/** Proxies cut what is silent, and a browser that went away without a word is noticed. */
function keepAlive(socket: BrowserSocket): NodeJS.Timeout {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  return setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, pingMs);
}
