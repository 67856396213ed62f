// The relay before services that misbehave, over real connections on loopback.
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { Duplex } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../http/problem.ts';
import { relay } from './relay.ts';
import { Streams } from './streams.ts';

/** What the service does with a connection. */
let serve: (socket: Socket) => void;
let limits = { idleMs: 20_000, totalMs: 20_000 };
let refusal: Error | undefined;
const opened = new Set<Socket>();
let connections = 0;
/** What a stream to the service is made of. */
let open: () => Duplex;
const streams = new Streams(async () => {
  if (refusal) throw refusal;
  connections += 1;
  return open();
});

const service = createTcpServer((socket) => {
  opened.add(socket);
  socket.on('close', () => opened.delete(socket)).on('error', () => undefined);
  serve(socket);
});
const front = createServer((request, response) => {
  const { port } = service.address() as AddressInfo;
  const origins = { preview: 'http://x.preview.test', service: `http://127.0.0.1:${port}` };
  void relay(request, response, { attemptId: 'a', port, origins, streams }, limits);
});

const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
beforeAll(() => Promise.all([listen(service), listen(front)]));
afterAll(() => {
  front.closeAllConnections();
  front.close();
  streams.destroy();
  for (const socket of opened) socket.destroy();
  service.close();
});
beforeEach(() => {
  limits = { idleMs: 20_000, totalMs: 20_000 };
  refusal = undefined;
  open = () => connect((service.address() as AddressInfo).port, '127.0.0.1');
});

interface Got {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
  /** False when the answer broke off. */
  whole: boolean;
}

function ask(method = 'GET', body?: Buffer, headers: Record<string, string> = {}): Promise<Got> {
  const { port } = front.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method, headers, agent: false }, (answer) => {
      const { statusCode: status = 0, headers: got } = answer;
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece)).on('error', () => undefined);
      answer.on('close', () =>
        resolve({ status, headers: got, body: Buffer.concat(pieces).toString(), whole: answer.complete }),
      );
    });
    request.on('error', reject).end(body);
  });
}

/** A service that answers the first bytes it gets. */
const answers = (text: string) => (socket: Socket) => void socket.once('data', () => socket.end(text));
const gone = () => expect.poll(() => opened.size, { timeout: 10_000 }).toBe(0);

test.each([
  ['no HTTP', 'hello\r\n\r\n'],
  ['a header that is none', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  [
    'length and chunks at once',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['headers of 100 kB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
  ['a status beyond the numbers', 'HTTP/1.1 999 Odd\r\n\r\n'],
  ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
])('%s is a page that says so', async (_, text) => {
  serve = answers(text);
  const { status, headers, body } = await ask();
  expect([status, headers['content-type']]).toEqual([502, 'text/html; charset=utf-8']);
  expect(body).toContain('Your service sent something that is not HTTP');
  await gone();
});

test('nothing that listens, a service that hangs up and a workspace that is not there are pages with a way on', async () => {
  refusal = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const silent = await ask('POST', Buffer.alloc(2_000_000));
  expect(silent.status).toBe(502);
  expect(silent.body).toMatch(/Your service does not answer yet[^]*<a href="">Try again/);
  refusal = undefined;
  serve = (socket) => socket.destroy();
  expect(await ask()).toMatchObject({ status: 502, whole: true });
  refusal = new Problem(409, 'no-workspace', 'The workspace is <not> running');
  const missing = await ask();
  expect(missing.body).toMatch(
    /http-equiv="refresh"[^]*Your workspace is starting[^]*is &#60;not&#62; running[^]*Try again/,
  );
  expect((await ask('POST')).body).not.toContain('refresh');
});

test('an answer that is announced passes, but not for ever', async () => {
  const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
  serve = answers(`${early}${early}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`);
  expect(await ask()).toMatchObject({ status: 200, body: 'ok' });
  serve = (socket) => {
    const timer = setInterval(() => socket.write(early.repeat(50)), 10);
    socket.on('close', () => clearInterval(timer));
    socket.resume();
  };
  expect((await ask()).body).toContain('announces an answer again and again');
  await gone();
});

test('a body of unknown length arrives whole, whatever the method', async () => {
  const seen: string[] = [];
  serve = (socket) =>
    void socket.on('data', (chunk: Buffer) => {
      seen.push(chunk.toString());
      if (seen.join('').endsWith('0\r\n\r\n')) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
  const { status } = await ask('DELETE', Buffer.from('GET /smuggled HTTP/1.1\r\n\r\n'), {
    'transfer-encoding': 'chunked',
  });
  expect(status).toBe(204);
  expect(seen.join('')).toMatch(
    /^DELETE \/ HTTP\/1\.1\r\n[^]*transfer-encoding: chunked\r\n[^]*\r\n1a\r\nGET/i,
  );
});

test('a body that is too large is refused, said to be or not', async () => {
  serve = (socket) => socket.resume();
  const body = Buffer.alloc(10_000_001);
  const said = await ask('POST', body, { 'content-length': String(body.length) });
  expect([said.status, said.body.includes('10 MB')]).toEqual([413, true]);
  expect((await ask('POST', body, { 'transfer-encoding': 'chunked' })).status).toBe(413);
  await gone();
});

test('a service that says nothing, or goes on for ever, is ended', async () => {
  limits = { idleMs: 300, totalMs: 20_000 };
  serve = (socket) => socket.resume();
  const silent = await ask();
  expect([silent.status, silent.body.includes('Nothing came for 0.3 s')]).toEqual([504, true]);
  limits = { idleMs: 20_000, totalMs: 500 };
  serve = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  };
  expect(await ask()).toMatchObject({ status: 200, whole: false });
  await gone();
});

test('an answer that breaks off does not look whole', async () => {
  serve = answers('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
  expect(await ask()).toMatchObject({ status: 200, body: 'half', whole: false });
});

test('what comes without end is cut, and held back while the browser does not read', async () => {
  const block = Buffer.alloc(1_000_000, 'x');
  let sent = 0;
  serve = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const more = () => {
      while (!socket.destroyed && (sent += block.length) && socket.write(block));
    };
    socket.on('drain', more);
    more();
  };
  const { port } = front.address() as AddressInfo;
  const lazy = connect(port, '127.0.0.1').pause();
  lazy.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await expect.poll(() => sent).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sent).toBeLessThan(40_000_000);
  lazy.destroy();
  await gone();
  const { body, whole } = await ask();
  expect([whole, body.length > 90_000_000, body.length <= 100_000_000]).toEqual([false, true, true]);
});

test('a browser that leaves ends the connection to the service', async () => {
  serve = (socket) => socket.resume();
  const { port } = front.address() as AddressInfo;
  const browser = connect(port, '127.0.0.1');
  browser.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
  await expect.poll(() => opened.size).toBe(1);
  browser.destroy();
  await gone();
});

test('events pass as they come', async () => {
  let event: (text: string) => void = () => undefined;
  serve = (socket) => {
    socket.resume();
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n');
    event = (text) => void socket.write(text);
  };
  const { port } = front.address() as AddressInfo;
  const answer = await new Promise<IncomingMessage>((resolve) => {
    httpRequest({ port, host: '127.0.0.1', agent: false }, resolve).end();
  });
  const first = new Promise((resolve) => answer.once('data', resolve));
  event('data: 1\n\n');
  expect(String(await first)).toBe('data: 1\n\n');
  answer.destroy();
  await gone();
});

describe('a connection', () => {
  /** The service closes the connection where it should answer, once. */
  let leaves = false;
  const speaker = createServer((request, response) => {
    if (leaves) request.socket.destroy();
    leaves = false;
    request.resume().on('end', () => response.end(request.method));
  });
  beforeEach(() => {
    connections = 0;
    serve = (socket) => void speaker.emit('connection', socket);
  });

  test('that served a request is kept for the next that can be repeated', async () => {
    for (let n = 0; n < 2; n += 1) expect((await ask()).status).toBe(200);
    expect(connections).toBe(1);
    for (const method of ['POST', 'DELETE']) expect((await ask(method)).body).toBe(method);
    expect((await ask('GET', Buffer.from('x'), { 'content-length': '1' })).body).toBe('GET');
    expect(connections).toBe(4);
    expect((await ask('GET', undefined)).body).toBe('GET');
    expect(connections).toBe(4);
    await gone();
  });

  test('that has gone while it was kept is replaced, and nobody notices', async () => {
    expect((await ask()).status).toBe(200);
    leaves = true;
    expect(await ask()).toMatchObject({ status: 200, body: 'GET', whole: true });
    expect(connections).toBe(2);
    for (const socket of opened) socket.destroy();
    await gone();
    expect((await ask()).body).toBe('GET');
    for (const socket of opened) socket.destroy();
  });

  test('that cannot be kept as a socket can is used once', async () => {
    open = () => {
      const socket = connect((service.address() as AddressInfo).port, '127.0.0.1');
      return Duplex.from({ readable: socket as never, writable: socket as never });
    };
    for (let n = 0; n < 2; n += 1) expect((await ask()).body).toBe('GET');
    expect(connections).toBe(2);
    await gone();
  });
});
