// node server.ts <delay ms>: answers every request after so long, and tells its parent how long each answer really took.
// Little more than a socket, so that its own work hardly shows.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { ServerReport, ToServer } from './messages.ts';

const delayMs = Number(process.argv[2]);
const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}';
const emptyLine = Buffer.from('\r\n\r\n');
let arrivedMs: number[] = [];
let tookMs: number[] = [];

const server = createServer((socket) => {
  let rest = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (let end = bytes.indexOf(emptyLine); end >= 0; end = bytes.indexOf(emptyLine)) {
      bytes = bytes.subarray(end + 4);
      reply(socket);
    }
    rest = Buffer.from(bytes);
  });
});
// Room for everybody who comes during a stall: who finds none tries again a second later, which would be seen as well.
server.listen({ port: 0, host: '127.0.0.1', backlog: 65_535 }, () =>
  process.send?.((server.address() as AddressInfo).port),
);

process.on('message', (message: ToServer) => {
  if (message.type === 'stall') setTimeout(stall, message.afterMs, message.forMs);
  else report();
});
process.on('disconnect', () => process.exit());

function reply(socket: Socket): void {
  const since = performance.now();
  arrivedMs.push(since);
  setTimeout(() => {
    socket.write(answer);
    tookMs.push(performance.now() - since);
  }, delayMs);
}

/** Nothing at all happens for a while, as when a process is stopped. */
function stall(forMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}

function report(): void {
  const found: ServerReport = { arrivedMs, tookMs };
  process.send?.(found);
  arrivedMs = [];
  tookMs = [];
}
