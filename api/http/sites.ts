// A second site behind the platform's one listener, told apart by the host that is asked for. What is asked of it never
// meets anything that is registered for the platform: no route, no hook, no page, no upgrade.
import {
  createServer,
  IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { echoPath, sayOk } from './echo.ts';

export interface Site {
  /** Whether a request is for this site. */
  owns(request: IncomingMessage): boolean;
  answer(request: IncomingMessage, response: ServerResponse): void;
  /** Takes a WebSocket's connection over. @param head what came after the request already */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Sites {
  /** Puts the second site in place; until then every request is the platform's. */
  add: (site: Site) => void;
  /** Makes a server whose requests reach `platform`, except those of the second site. Fastify calls it. */
  serverFactory: (platform: RequestListener) => Server;
}

/** The platform's own WebSockets. */
const socketPath = /^\/api\/attempts\/[^/?]+\/terminals\//;

export function makeSites(): Sites {
  let second: Site | undefined;
  const ownerOf = (value: unknown) =>
    value instanceof IncomingMessage && second?.owns(value) ? second : undefined;

  const serverFactory = (platform: RequestListener): Server => {
    const options = {
      keepAliveTimeout: 72_000, // longer than a reverse proxy keeps its connections, which is a minute
      // Any other request for an upgrade is answered as if it had not asked for one.
      shouldUpgradeCallback: (request: IncomingMessage) =>
        isWebSocket(request) &&
        (ownerOf(request) !== undefined || request.url === echoPath || socketPath.test(request.url ?? '')),
    };
    const server: Server = createServer(options, platform);
    // Node tells of an upgrade only where somebody listens for it.
    server.on('upgrade', (_, socket) => {
      if (server.listenerCount('upgrade') === 1) socket.destroy();
    });
    const emit = server.emit.bind(server) as (event: string | symbol, ...args: unknown[]) => boolean;
    server.emit = (event: string | symbol, ...args: unknown[]) => {
      const site = ownerOf(args[0]);
      const [request, other, head] = args as [IncomingMessage, unknown, Buffer];
      if (!site && event === 'upgrade' && request.url === echoPath) {
        sayOk(request, other as Duplex);
        return true;
      }
      if (!site) return emit(event, ...args);
      if (event === 'request') site.answer(request, other as ServerResponse);
      else if (event === 'upgrade') site.upgrade(request, other as Duplex, head);
      else request.socket.destroy();
      return true;
    };
    return server;
  };

  return {
    add: (site) => {
      second = site;
    },
    serverFactory,
  };
}

/** A request with a body is no WebSocket's, whatever it says. */
function isWebSocket({ method, headers }: IncomingMessage): boolean {
  const plain = headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
  return method === 'GET' && plain && headers.upgrade?.toLowerCase() === 'websocket';
}
