// A WebSocket server that sends every message back, in tests and in the sandboxes of tests.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const closing = 8;

/** Takes a server's `upgrade` event. */
export function echo(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  const fields = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${fields.join('\r\n')}\r\n\r\n`);
  let waiting: Buffer = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (let frame = readFrame(waiting); frame; frame = readFrame(waiting)) {
      socket.write(Buffer.concat([frameHead(frame.kind, frame.payload.length), frame.payload]));
      waiting = waiting.subarray(frame.end);
      if ((frame.kind & 15) === closing) socket.end();
    }
  };
  take(head);
  socket.on('data', take).on('error', () => socket.destroy());
  socket.on('end', () => socket.end());
}

function readFrame(bytes: Buffer): { kind: number; payload: Buffer; end: number } | undefined {
  const short = (bytes[1] ?? 0) & 127;
  const start = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < start + 4) return undefined;
  const length =
    short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  const end = start + 4 + length;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, end));
  for (let at = 0; at < length; at += 1) payload[at]! ^= mask[at % 4]!;
  return { kind: bytes[0]!, payload, end };
}

function frameHead(kind: number, length: number): Buffer {
  if (length < 126) return Buffer.from([kind, length]);
  const head = Buffer.alloc(10);
  head.set([kind, 127]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
