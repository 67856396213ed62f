// Sends one of an author's requests, whatever its kind.
import { EventsExchange } from './events.ts';
import { type Done, type Exchange, HttpExchange, type Pending } from './exchange.ts';
import type { LoadRequest } from './kit/load.ts';
import type { Transport, WireRequest } from './wire/transport.ts';
import { SocketExchange } from './web-socket.ts';

export interface Target {
  origin: string;
  transport: Transport;
}

/**
 * @param fresh on a connection of its own
 * @param done called exactly once, never before this returns
 * @throws RangeError when it is no valid request
 */
export function launch(
  { origin, transport }: Target,
  request: LoadRequest,
  fresh: boolean,
  done: Done,
): Pending {
  if (request.type === 'websocket')
    return new SocketExchange(origin, { ...request, headers: lowered(request) }, done);
  const exchange: Exchange =
    request.type === 'events' ? new EventsExchange(request, done) : new HttpExchange(request, done);
  exchange.sent(transport.send(wireRequest(request), fresh || request.type === 'events', exchange));
  return exchange;
}

function wireRequest(request: Exclude<LoadRequest, { type: 'websocket' }>): WireRequest {
  const { path } = request;
  const headers = lowered(request);
  if (request.type === 'events')
    return { method: 'GET', path, headers: { accept: 'text/event-stream', ...headers } };
  const { method, body } = request;
  if (body === undefined) return { method, path, headers };
  return {
    method,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function lowered({ headers = {} }: LoadRequest): Record<string, string> {
  const named: Record<string, string> = {};
  for (const name in headers) named[name.toLowerCase()] = headers[name] as string;
  return named;
}
