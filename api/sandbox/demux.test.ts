import { array, assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { Demux } from './demux.ts';

function frame(kind: number, text: string): Buffer {
  const header = Buffer.from([kind, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test('puts the streams together again, wherever the connection cuts them', () => {
  const stream = Buffer.concat([frame(1, 'out'), frame(2, ''), frame(2, 'error'), frame(1, ' more')]);
  assert(
    property(array(nat(stream.length)), (cuts) => {
      const demux = new Demux();
      const bounds = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      const frames = bounds.slice(1).flatMap((end, at) => demux.take(stream.subarray(bounds[at], end)));
      const textFrom = (from: string) =>
        frames.filter((each) => each.from === from).map(({ bytes }) => bytes.toString());
      expect(textFrom('stdout').join('')).toBe('out more');
      expect(textFrom('stderr').join('')).toBe('error');
    }),
  );
});

test('hands on what has come of a frame that claims 4 GB, and refuses what is no frame', () => {
  const demux = new Demux();
  const claim = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x61]);
  expect(demux.take(claim)).toEqual([{ from: 'stdout', bytes: Buffer.from('a') }]);
  expect(() => new Demux().take(Buffer.from('HTTP/1.1'))).toThrow(/byte 72/);
});
