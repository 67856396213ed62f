// Answers in every wrong way: the one its path names, or for /any the one that was named last at /choose/.
import { createServer, type Socket } from 'node:net';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const ok = 'HTTP/1.1 200 OK\r\n';
const zeros = Buffer.alloc(30_000_000);
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } };
const packed = { gzip: gzipSync(zeros), br: brotliCompressSync(zeros, quick) };
const moved = (to: string) =>
  `HTTP/1.1 302 Found\r\nlocation: ${to}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;

const ways: Record<string, (socket: Socket) => unknown> = {
  health: (socket) => socket.end(`${ok}content-length: 2\r\nconnection: close\r\n\r\n{}`),
  endless: (socket) => flood(socket, `${ok}\r\n`, Buffer.alloc(65_536, 'x')),
  drip: (socket) => drip(socket, `${ok}content-length: 100000\r\n\r\n`),
  'endless-header': (socket) => flood(socket, `${ok}x: `, Buffer.alloc(65_536, 'x')),
  'many-headers': (socket) => flood(socket, ok, Buffer.from('x-header: x\r\n'.repeat(5000))),
  'open-header': (socket) => drip(socket, `${ok}x-never-over: `),
  interim: (socket) => flood(socket, '', Buffer.from('HTTP/1.1 102 Processing\r\n\r\n'.repeat(2000))),
  gzip: (socket) => whole(socket, 'gzip', packed.gzip),
  brotli: (socket) => whole(socket, 'br', packed.br),
  'too-short': (socket) => socket.end(`${ok}content-length: 1000\r\n\r\nshort`),
  'too-long': (socket) => socket.end(`${ok}content-length: 2\r\n\r\n{}${'x'.repeat(10_000)}`),
  'two-lengths': (socket) => socket.end(`${ok}content-length: 2\r\ncontent-length: 20\r\n\r\n{}`),
  smuggled: (socket) =>
    socket.end(`${ok}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${ok}\r\n`),
  'bad-chunk': (socket) => socket.end(`${ok}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n`),
  'not-http': (socket) => socket.end('SSH-2.0-nonsense\r\n\r\n'),
  upgrade: (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
  silent: () => {},
  deaf: (socket) => socket.pause(),
  reset: (socket) => socket.resetAndDestroy(),
  'to-metadata': (socket) => socket.end(moved('http://169.254.169.254/latest/meta-data/')),
  'to-file': (socket) => socket.end(moved('file:///etc/passwd')),
  'to-itself': (socket) => socket.end(moved('/to-itself')),
};
let chosen = 'health';

createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (request: Buffer) => {
    const [, choose, path = ''] = /^\w+ \/(choose\/)?([a-z-]*)/.exec(request.toString('latin1')) ?? [];
    if (choose) chosen = path;
    const way = choose ? 'health' : path === 'any' ? chosen : path;
    ways[way]?.(socket);
  });
}).listen(8080, '127.0.0.1');

/** Sends as much as is taken, for ever. */
function flood(socket: Socket, head: string, block: Buffer): void {
  const more = (error?: Error | null): void => void (error || socket.destroyed || socket.write(block, more));
  socket.write(head, more);
}

/** Sends a byte now and then. */
function drip(socket: Socket, head: string): void {
  socket.write(head);
  const timer = setInterval(() => socket.write('x'), 50);
  socket.on('close', () => clearInterval(timer));
}

function whole(socket: Socket, encoding: string, body: Buffer): void {
  socket.write(
    `${ok}content-encoding: ${encoding}\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`,
  );
  socket.end(body);
}
