import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Body } from './body.ts';
import { EventReader } from './events.ts';

const stream = [
  '\uFEFF: a comment\n',
  'data: one\n\n',
  'event: price\r\nid: 7\r\ndata: {"eur": "2 €"}\r\ndata\r\ndata:more\r\n\r\n',
  'retry: 10\r\rdata:  three\r\r',
  'event: nothing\n\n',
  'data: never ended\n',
].join('');

test('events are the same however they were cut on the way', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (cuts) => {
      expect(read(stream, cuts)).toEqual([
        { event: 'message', data: 'one', id: '' },
        { event: 'price', data: '{"eur": "2 €"}\n\nmore', id: '7' },
        { event: 'message', data: ' three', id: '7' },
      ]);
    }),
  );
});

function read(text: string, cuts: readonly number[]) {
  const reader = new EventReader();
  const body = new Body();
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const end = at + (cuts[turn % cuts.length] as number);
    body.add(bytes.subarray(at, end));
    body.drop(reader.read(body.bytes()));
    at = end;
  }
  body.clear();
  return reader.events;
}
