import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, FrameReader, opcodes } from './frames.ts';

test('messages are the same however their frames were cut on the way', () => {
  const payload = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (payloads, size) => {
      const bytes = Buffer.concat(payloads.map((each) => served(0x80 | opcodes.binary, each)));
      const reader = new FrameReader();
      const found = pieces(bytes, size).flatMap((piece) => reader.feed(piece));
      expect(found.map((message) => message.payload)).toEqual(payloads);
    }),
  );
});

test('parts are joined, and a ping may come between them', () => {
  const reader = new FrameReader();
  const bytes = [
    served(opcodes.text, Buffer.from('hel')),
    served(0x80 | opcodes.ping, Buffer.from('?')),
    served(0x80 | opcodes.continuation, Buffer.from('lo')),
  ];
  const found = reader.feed(Buffer.concat(bytes));
  expect(found.map(({ opcode, payload }) => [opcode, payload.toString()])).toEqual([
    [opcodes.ping, '?'],
    [opcodes.text, 'hello'],
  ]);
});

test.each([
  ['a masked frame', [0x81, 0x80, 0, 0, 0, 0]],
  ['a compressed frame', [0xc1, 0]],
  ['an unknown kind', [0x83, 0]],
  ['a part of nothing', [0x80, 0]],
  ['a message within a message', [0x01, 0, 0x01, 0]],
  ['a ping in parts', [0x09, 0]],
  ['a long ping', [0x89, 126, 0, 200]],
])('malformed: %s', (_name, bytes) => {
  expect(() => new FrameReader().feed(Buffer.from(bytes))).toThrow('garbage');
});

test('a message without end is too large before it has come', () => {
  const head = Buffer.from([0x82, 127, 0, 0, 0, 0, 0xff, 0, 0, 0]);
  expect(() => new FrameReader().feed(head)).toThrow('too-large');
  const reader = new FrameReader();
  const part = served(opcodes.text, Buffer.alloc(1_000_000));
  const more = served(opcodes.continuation, Buffer.alloc(1_000_000));
  for (const each of [part, more, more]) reader.feed(each);
  expect(() => reader.feed(more)).toThrow('too-large');
});

test('what is sent is masked and of the right length', () => {
  for (const length of [0, 125, 126, 65_535, 65_536]) {
    const payload = Buffer.alloc(length, 'a');
    const bytes = frame(opcodes.text, payload);
    const start = length > 65_535 ? 10 : length > 125 ? 4 : 2;
    const mask = bytes.subarray(start, start + 4);
    const masked = bytes.subarray(start + 4);
    expect(bytes[1]! & 0x80).toBe(0x80);
    expect(Buffer.from(masked.map((byte, at) => byte ^ mask[at % 4]!)).equals(payload)).toBe(true);
  }
});

/** A frame as a server sends it. */
function served(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const long = length > 0xffff ? [127, 0, 0, 0, 0, length >> 24, length >> 16, length >> 8, length] : [];
  const short = length > 125 ? [126, length >> 8, length] : [length];
  return Buffer.concat([Buffer.from([first, ...(long.length > 0 ? long : short)]), payload]);
}

function pieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}
