// Services to be loaded, in this process, and the engine against them.
import { createServer, type RequestListener, type Server } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { onTestFinished } from 'vitest';
import { Engine } from '../../sandboxes/probe/engine.ts';
import type { LoadKind } from '../../sandboxes/probe/kit/load.ts';
import type { LoadPhase, WindowLine } from '../../sandboxes/probe/observation.ts';
import { SocketTransport } from '../../sandboxes/probe/wire/sockets.ts';
import type { Transport } from '../../sandboxes/probe/wire/transport.ts';

export function openEngine(
  origin: string,
  kinds: readonly LoadKind[],
  transport: Transport = new SocketTransport(origin),
): Engine {
  const engine = new Engine(origin, kinds, transport);
  onTestFinished(() => engine.close());
  return engine;
}

export function phase(settings: Partial<LoadPhase>): LoadPhase {
  return {
    type: 'phase',
    id: 'p',
    mode: 'open',
    connections: 1,
    rate: 100,
    seed: 7,
    startAtMs: Date.now() + 20,
    durationMs: 1000,
    drainMs: 1000,
    timeoutMs: 5000,
    ...settings,
  };
}

/** One window of everything a phase found. */
export async function loadOnce(engine: Engine, settings: Partial<LoadPhase>): Promise<WindowLine> {
  const [window] = await engine.run(phase({ durationMs: 300, ...settings }));
  if (!window) throw new Error('The phase had no window');
  return window;
}

/** @returns its origin */
export function serve(listener: RequestListener): Promise<string> {
  return listen(createServer(listener));
}

/**
 * Answers what comes on a connection with what is not, or hardly, HTTP.
 * @param onConnections told 1 when one is opened and -1 when it is closed
 */
export function serveBytes(
  onData: (socket: Socket) => void,
  onConnections: (change: 1 | -1) => void = () => {},
): Promise<string> {
  const server = createTcpServer((socket) => {
    onConnections(1);
    socket.on('data', () => onData(socket)).on('close', () => onConnections(-1));
  });
  return listen(server);
}

export async function listen(server: Server | TcpServer): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
