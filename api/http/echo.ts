// A WebSocket that says one word to anybody, so that a page can find out whether one gets through to here: some proxies in
// between let none pass. It reads nothing and knows nothing of its caller.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export const echoPath = '/api/echo';
/** RFC 6455 has every server append this to the key. */
const suffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** The text frame `ok`, then the frame that closes. */
const frames = Buffer.from([0x81, 2, 0x6f, 0x6b, 0x88, 0]);
const patienceMs = 5000;

/** Says its word on a connection that asked to become a WebSocket, and closes it. */
export function sayOk(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}${suffix}`).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: upgrade'];
  const timer = setTimeout(() => socket.destroy(), patienceMs);
  socket.on('error', () => {}).on('close', () => clearTimeout(timer));
  socket.write(`${[...head, `sec-websocket-accept: ${accept}`].join('\r\n')}\r\n\r\n`);
  socket.write(frames);
  // The other side answers the closing frame, and the connection ends.
  socket.once('data', () => socket.end());
  socket.once('end', () => socket.end());
}
