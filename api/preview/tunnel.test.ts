// The tunnel of a WebSocket before services that misbehave, over real connections on loopback.
import { createServer } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Streams } from './streams.ts';
import { tunnel } from './tunnel.ts';

/** What the service does with a connection once it has asked for an upgrade. */
let serve: (socket: Socket) => void;
let limits: { idleMs: number; totalMs: number };
/** Streams of the tunnel to the service. */
const opened = new Set<Socket>();
const served = new Set<Socket>();
const switching =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-A: b\r\n\r\n';

const service = createTcpServer({ allowHalfOpen: true }, (socket) => {
  served.add(socket.on('error', () => undefined));
  socket.once('data', () => serve(socket));
});
const front = createServer().on('upgrade', (request, socket, head) => {
  const { port } = service.address() as AddressInfo;
  const origins = { preview: 'http://x.preview.test', service: `http://127.0.0.1:${port}` };
  socket.on('error', () => socket.destroy());
  const stream = async () => {
    const made = connect(port, '127.0.0.1');
    opened.add(made);
    return made.on('close', () => opened.delete(made));
  };
  const streams = new Streams(stream);
  void tunnel({ request, socket, head }, { attemptId: 'a', port, origins, streams }, limits);
});

const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
beforeAll(() => Promise.all([listen(service), listen(front)]));
afterAll(() => {
  for (const socket of served) socket.destroy();
  service.close();
  front.close();
});
beforeEach(() => {
  limits = { idleMs: 20_000, totalMs: 20_000 };
});

const hello =
  'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n';
const gone = () => expect.poll(() => opened.size, { timeout: 10_000 }).toBe(0);

/** A browser's connection, and all that came over it. */
function browse(more = ''): { socket: Socket; text: () => string; ended: Promise<void> } {
  const socket = connect((front.address() as AddressInfo).port, '127.0.0.1');
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece)).on('error', () => undefined);
  socket.write(hello + more);
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  return { socket, text: () => Buffer.concat(pieces).toString(), ended };
}

test('the first bytes of both sides pass with the upgrade', async () => {
  let got = '';
  serve = (socket) => {
    socket.on('data', (piece: Buffer) => (got += piece.toString()));
    socket.write(`${switching}first of the service`);
  };
  const { socket, text } = browse('first of the browser');
  await expect.poll(text).toContain('first of the service');
  expect(text()).toMatch(
    /^HTTP\/1\.1 101 Switching Protocols\r\nX-A: b\r\n[^]*Upgrade: websocket\r\n\r\nfirst of/,
  );
  await expect.poll(() => got).toBe('first of the browser');
  socket.destroy();
  await gone();
});

test('when either side leaves the other is let go, even one that does not care', async () => {
  serve = (socket) => void socket.resume().write(switching);
  const leaving = browse();
  await expect.poll(leaving.text).toContain('101');
  leaving.socket.end();
  await leaving.ended;
  await gone();
  serve = (socket) => socket.end(`${switching}last words`);
  const left = browse();
  await left.ended;
  expect(left.text()).toContain('last words');
  await gone();
});

test('nobody holds it for ever', async () => {
  limits = { idleMs: 300, totalMs: 20_000 };
  serve = (socket) => void socket.resume().write(switching);
  await browse().ended;
  limits = { idleMs: 20_000, totalMs: 500 };
  serve = (socket) => {
    socket.resume().write(switching);
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  };
  const { ended, text } = browse();
  await ended;
  expect(text()).toMatch(/xxx$/);
  limits = { idleMs: 300, totalMs: 20_000 };
  serve = (socket) => socket.resume();
  const unanswered = browse();
  await unanswered.ended;
  expect(unanswered.text()).toMatch(/^HTTP\/1\.1 504 /);
  await gone();
});

test('a flood waits for who does not read', async () => {
  const block = Buffer.alloc(1_000_000, 'x');
  let sent = 0;
  serve = (socket) => {
    socket.write(switching);
    const more = () => {
      while (!socket.destroyed && (sent += block.length) && socket.write(block));
    };
    socket.on('drain', more);
    more();
  };
  const { socket } = browse();
  socket.pause();
  await expect.poll(() => sent).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sent).toBeLessThan(40_000_000);
  socket.destroy();
  await gone();
});

test.each(['hello\r\n\r\n', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade'])(
  '%j is no answer',
  async (text) => {
    serve = (socket) => socket.end(text);
    const { ended, text: got } = browse();
    await ended;
    expect(got()).toMatch(/^HTTP\/1\.1 502 /);
    await gone();
  },
);
