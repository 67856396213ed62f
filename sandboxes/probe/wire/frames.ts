// WebSocket frames (RFC 6455, section 5): those of a client written, those of a server read, strictly.
import { randomFillSync } from 'node:crypto';
import { Body, maxBodyBytes } from '../body.ts';
import { Malformed } from './malformed.ts';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
type Opcode = (typeof opcodes)[keyof typeof opcodes];

const known = new Set<number>(Object.values(opcodes));

/** @returns a whole frame, masked as a client's must be */
export function frame(opcode: Opcode, payload: Buffer): Buffer {
  const long = payload.length > 0xffff ? 8 : payload.length > 125 ? 2 : 0;
  const head = Buffer.alloc(2 + long + 4);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (long === 8 ? 127 : long === 2 ? 126 : payload.length);
  if (long === 8) head.writeBigUInt64BE(BigInt(payload.length), 2);
  if (long === 2) head.writeUInt16BE(payload.length, 2);
  const mask = randomFillSync(head.subarray(2 + long));
  const masked = Buffer.from(payload);
  for (let at = 0; at < masked.length; at++) masked[at] = (masked[at] as number) ^ (mask[at % 4] as number);
  return Buffer.concat([head, masked]);
}

export interface Message {
  opcode: Exclude<Opcode, 0>;
  payload: Buffer;
}

/** Joins a server's frames to messages; all frames of a connection together are bounded. */
export class FrameReader {
  #bytes = 0;
  readonly #waiting = new Body();
  readonly #parts = new Body();
  /** Kind of the message whose parts are coming. */
  #opcode: Message['opcode'] | undefined;

  /** @returns the messages that this chunk completed. @throws Malformed */
  feed(chunk: Buffer): Message[] {
    this.#bytes += chunk.length;
    if (this.#bytes > maxBodyBytes) throw new Malformed('too-large');
    append(this.#waiting, chunk);
    const bytes = this.#waiting.bytes();
    const found: Message[] = [];
    let read = 0;
    for (let next = readFrame(bytes); next; next = readFrame(bytes.subarray(read))) {
      read += next.size;
      const message = this.#take(next);
      if (message) found.push(message);
    }
    this.#waiting.drop(read);
    return found;
  }

  /** Frees what has come. */
  clear(): void {
    this.#waiting.clear();
    this.#parts.clear();
  }

  #take({ opcode, final, payload }: Frame): Message | undefined {
    if (opcode >= opcodes.close)
      return { opcode: opcode as Message['opcode'], payload: Buffer.from(payload) };
    const begins = opcode !== opcodes.continuation;
    if (begins === (this.#opcode !== undefined)) throw new Malformed('garbage');
    if (begins) this.#opcode = opcode;
    append(this.#parts, payload);
    if (!final) return undefined;
    const message = { opcode: this.#opcode as Message['opcode'], payload: Buffer.from(this.#parts.bytes()) };
    this.#opcode = undefined;
    this.#parts.clear();
    return message;
  }
}

function append(body: Body, bytes: Buffer): void {
  if (!body.add(bytes)) throw new Malformed('too-large');
}

interface Frame {
  opcode: Opcode;
  final: boolean;
  payload: Buffer;
  size: number;
}

/** @returns undefined when the frame has not come as a whole. @throws Malformed */
function readFrame(bytes: Buffer): Frame | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const opcode = first & 0x0f;
  const final = (first & 0x80) !== 0;
  const control = opcode >= opcodes.close;
  // No extension was asked for, and a server masks nothing.
  if ((first & 0x70) !== 0 || !known.has(opcode) || second > 127) throw new Malformed('garbage');
  if (control && (!final || second > 125)) throw new Malformed('garbage');
  const start = second === 127 ? 10 : second === 126 ? 4 : 2;
  if (bytes.length < start) return undefined;
  const length =
    second === 127 ? Number(bytes.readBigUInt64BE(2)) : second === 126 ? bytes.readUInt16BE(2) : second;
  if (length > maxBodyBytes) throw new Malformed('too-large');
  if (bytes.length < start + length) return undefined;
  const payload = bytes.subarray(start, start + length);
  return { opcode: opcode as Opcode, final, payload, size: start + length };
}
