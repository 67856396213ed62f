// node run-slow-clients.ts <origin> <load.ts> <seed> <clients> <ms>: opens so many connections beside the load. Every
// other one sends its request a byte at a time (its body, when it has one), the rest read their answer so.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { visitPlanner } from './arrivals.ts';
import type { HttpRequest, LoadKind, LoadRequest } from './kit/load.ts';

const byteMs = 100;

const [origin, loadFile, seed, clients, ms] = process.argv.slice(2);
if (!origin || !loadFile || !seed || !clients || !ms)
  throw new Error('usage: run-slow-clients.ts <origin> <load.ts> <seed> <clients> <ms>');
const { hostname, port } = new URL(origin);
const { default: kinds } = (await import(pathToFileURL(loadFile).href)) as { default: readonly LoadKind[] };
const plan = visitPlanner(kinds, Number(seed));
const plain = (request: LoadRequest): request is HttpRequest => (request.type ?? 'http') === 'http';

for (let client = 0; client < Number(clients); client++) {
  const request = plan(0, client).make(0, []);
  if (!plain(request)) continue;
  const socket = connect(Number(port), hostname);
  // A service may hang up on such a client: that is one way to get over it.
  socket.on('error', () => socket.destroy());
  const { head, body } = written(request);
  if (client % 2 === 1) readSlowly(socket, head + body);
  else if (body === '') void sendSlowly(socket, head);
  else {
    socket.write(head);
    void sendSlowly(socket, body);
  }
}
await sleep(Number(ms));
process.exit();

function written({ method, path, headers = {}, body }: HttpRequest): { head: string; body: string } {
  const content = body === undefined ? '' : JSON.stringify(body);
  const all = {
    host: `${hostname}:${port}`,
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(content),
    }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return { head: `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, body: content };
}

async function sendSlowly(socket: Socket, text: string): Promise<void> {
  socket.resume();
  for (const byte of Buffer.from(text)) {
    if (socket.destroyed) return;
    socket.write(Buffer.of(byte));
    await sleep(byteMs);
  }
}

function readSlowly(socket: Socket, text: string): void {
  socket.pause();
  socket.write(text);
  const timer = setInterval(() => void socket.read(1), byteMs);
  socket.on('close', () => clearInterval(timer));
}
