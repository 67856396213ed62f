import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ResponseReader } from './response.ts';

interface Read {
  status: number;
  headers: Record<string, string>;
  body: string;
  done: boolean;
  reusable: boolean;
  rest: string;
}

const plain = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello';
const chunked =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nx-sum: 1\r\n\r\n';
const announced = `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${plain}`;

test('an answer is the same however it was cut on the way', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(plain, chunked, announced),
      fc.array(fc.integer({ min: 1, max: 40 })),
      (answer, cuts) => {
        const { body, done, reusable, status, rest } = read(answer, cuts);
        expect({ body, done, reusable, status, rest }).toEqual({
          body: 'hello',
          done: true,
          reusable: true,
          status: 200,
          rest: '',
        });
      },
    ),
  );
});

test('headers are read by lower-case name, repeated ones joined', () => {
  const { headers } = read('HTTP/1.1 204 No Content\r\nX-A: 1 \r\nSet-Cookie: a=b\r\nset-cookie:c=d\r\n\r\n');
  expect(headers).toEqual({ 'x-a': '1', 'set-cookie': 'a=b, c=d' });
});

test('no body is read where there is none', () => {
  for (const head of ['204 No Content', '304 Not Modified', '200 OK\r\ncontent-length: 0'])
    expect(read(`HTTP/1.1 ${head}\r\n\r\nmore`)).toMatchObject({ done: true, body: '', rest: 'more' });
});

test('without a length the answer ends with the connection', () => {
  const reader = new ResponseReader(nobody());
  reader.feed(Buffer.from('HTTP/1.1 200 OK\r\n\r\nhello'));
  expect(reader.done).toBe(false);
  expect(reader.end()).toBe(true);
  expect(reader.reusable).toBe(false);
  const cut = new ResponseReader(nobody());
  cut.feed(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello'));
  expect(cut.end()).toBe(false);
});

test('a connection stays open as the answer says', () => {
  const reusable = (version: string, header: string): boolean =>
    read(`HTTP/1.${version} 200 OK\r\n${header}content-length: 0\r\n\r\n`).reusable;
  expect(reusable('1', '')).toBe(true);
  expect(reusable('1', 'connection: Close\r\n')).toBe(false);
  expect(reusable('1', 'connection: x, close\r\n')).toBe(false);
  expect(reusable('0', '')).toBe(false);
  expect(reusable('0', 'connection: keep-alive\r\n')).toBe(true);
});

test.each([
  ['another protocol', 'SSH-2.0-nonsense\r\n\r\n'],
  ['another version', 'HTTP/2 200 OK\r\n\r\n'],
  ['a status that is none', 'HTTP/1.1 2000 OK\r\n\r\n'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n'],
  ['bare line feeds', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n\r\n\r\n'],
  ['a folded header', 'HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n'],
  ['a space before the colon', 'HTTP/1.1 200 OK\r\ncontent-length : 0\r\n\r\n'],
  ['a header without a name', 'HTTP/1.1 200 OK\r\n: b\r\n\r\n'],
  ['a control character', 'HTTP/1.1 200 OK\r\na: b\0\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n'],
  ['an unknown encoding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
  ['a chunk size that is none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ['a chunk that is longer than it says', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n'],
  ['a trailer that is none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nnonsense\r\n'],
  ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'],
  ['announcements without end', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(20)],
])('malformed: %s', (_name, answer) => {
  expect(() => read(answer)).toThrow('garbage');
  expect(() => read(answer, [1, 2, 3])).toThrow('garbage');
});

test.each([
  ['a header without end', `HTTP/1.1 200 OK\r\na: ${'b'.repeat(20_000)}`],
  ['a large header', `HTTP/1.1 200 OK\r\na: ${'b'.repeat(20_000)}\r\n\r\n`],
  ['a chunk size without end', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'0'.repeat(300)}`],
  ['a large trailer', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n${'a: b\r\n'.repeat(5000)}`],
])('too large: %s', (_name, answer) => {
  expect(() => read(answer)).toThrow('too-large');
  expect(() => read(answer, [1000])).toThrow('too-large');
});

test('no bytes at all make it do anything but read or refuse', () => {
  const piece = fc.constantFrom(
    'HTTP/1.1 ',
    '200 OK',
    '\r\n',
    'a: b',
    'transfer-encoding: chunked',
    '1',
    '\0',
    'x',
  );
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.integer({ min: 1, max: 9 })), (pieces, cuts) => {
      const ends = (): string => {
        try {
          read(pieces.join(''), cuts);
          return 'read';
        } catch (error) {
          return (error as Error).name;
        }
      };
      expect(['read', 'Malformed']).toContain(ends());
    }),
  );
});

/** Reads an answer that comes in pieces of so many bytes, in turn; in one piece when none is said. */
function read(answer: string, cuts: readonly number[] = []): Read {
  const found: Read = { status: 0, headers: {}, body: '', done: false, reusable: false, rest: '' };
  const reader = new ResponseReader({
    ...nobody(),
    onHead: (status, headers) => Object.assign(found, { status, headers: Object.fromEntries(headers) }),
    onBody: (chunk) => (found.body += chunk.toString()),
  });
  const bytes = Buffer.from(answer, 'latin1');
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = cuts.length > 0 ? (cuts[turn % cuts.length] as number) : bytes.length;
    if (!reader.done) reader.feed(bytes.subarray(at, at + size));
    at += size;
  }
  return { ...found, done: reader.done, reusable: reader.reusable, rest: reader.rest.toString() };
}

function nobody() {
  return { onHead: () => {}, onBody: () => {}, onEnd: () => {}, onFailure: () => {} };
}
