import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../http/problem.ts';
import { ask, problemOf, type Service } from './ask.ts';
import { fieldsOf, forBrowser, type Fields } from './headers.ts';
import { sendPage } from './pages.ts';
import { passOn } from './relay.ts';
import { Watch } from './watch.ts';

const limits = { idleMs: 600_000, totalMs: 4 * 3_600_000 };
const closingMs = 1000;
const upgrade: Fields = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
];

/** A browser's connection that asks to become a WebSocket's. */
export interface Upgrade {
  request: IncomingMessage;
  socket: Duplex;
  /** What the browser has sent after the request already. */
  head: Buffer;
}

/**
 * Passes the bytes of a WebSocket both ways until either side is gone. What is said in it is not looked at.
 * @returns when it is over
 */
export async function tunnel(
  { request, socket, head }: Upgrade,
  service: Service,
  { idleMs, totalMs } = limits,
): Promise<void> {
  const watch = new Watch({ idleMs, totalMs });
  const over = () => watch.end(new Error('over'));
  socket.once('close', over);
  try {
    const { answer, upgraded } = await ask(request, service, watch, upgrade);
    if (!upgraded) return await passOn(answer, responseOn(request, socket), service, watch);
    upgraded.stream.write(head);
    socket.write(switching(answer, service));
    socket.write(upgraded.head);
    await join(socket, upgraded.stream, watch);
  } catch (error) {
    refuse(request, socket, problemOf(error as Error, watch, service.port));
  } finally {
    over();
  }
}

/** Ends when both directions have, or soon after one has: a WebSocket is never half open for long. */
async function join(socket: Duplex, stream: Duplex, watch: Watch): Promise<void> {
  const { signal } = watch;
  const ways = [
    pipeline(socket, watch.meter(), stream, { signal }),
    pipeline(stream, watch.meter(), socket, { signal }),
  ];
  await Promise.race(ways).catch(() => undefined);
  await Promise.race([Promise.allSettled(ways), sleep(closingMs)]);
  socket.destroy();
  stream.destroy();
}

/** Answers a request for a WebSocket with a page. */
export function refuse(request: IncomingMessage, socket: Duplex, problem: Problem): void {
  if (socket.writable) sendPage(responseOn(request, socket), problem);
}

/** Node hands an upgrade out without a response to write to. The connection ends with this one. */
function responseOn(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as never);
  response.on('finish', () => socket.end());
  return response;
}

function switching(answer: IncomingMessage, { origins }: Service): string {
  const fields = [...forBrowser(fieldsOf(answer.rawHeaders), origins), ...upgrade];
  const lines = fields.map(([name, value]) => `${name}: ${value}`);
  return ['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n');
}
