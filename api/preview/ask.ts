// A browser's request, sent on over a byte stream of its own into the sandbox. Whatever answers there is the candidate's:
// it may be slow, endless or no HTTP at all.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { asProblem } from '../workspace/request.ts';
import { Problem } from '../http/problem.ts';
import { fieldsOf, forService, type Fields, type Origins } from './headers.ts';
import type { Streams } from './streams.ts';
import { TooSlow, type Watch } from './watch.ts';

const close: Fields = [['Connection', 'close']];
const keepAlive: Fields = [['Connection', 'keep-alive']];
const maxBodyBytes = 10_000_000;
/** Answers such as 103 that may come before the answer; none is passed on. */
const maxInterim = 100;

/** A candidate's service, as one request meets it. */
export interface Service {
  attemptId: string;
  port: number;
  origins: Origins;
  streams: Streams;
}

export interface Answer {
  answer: IncomingMessage;
  /** The connection, when the service agreed to another protocol, and the first bytes of that. */
  upgraded?: { stream: Duplex; head: Buffer };
}

const tooLarge = new Problem(
  413,
  'body-too-large',
  `The preview takes up to ${maxBodyBytes / 1_000_000} MB in one request.`,
);

const endlessInterim = new Problem(
  502,
  'bad-answer',
  'It announces an answer again and again, and sends none.',
);

/**
 * Sends a request on, and ends with the watch.
 * @param upgrade fields that ask for another protocol
 * @throws whatever went wrong before there was an answer; `problemOf` tells what that means
 */
export async function ask(
  request: IncomingMessage,
  service: Service,
  watch: Watch,
  upgrade?: Fields,
): Promise<Answer> {
  const repeatable = /^(GET|HEAD)$/.test(request.method!) && !hasBody(request) && !upgrade;
  if (!repeatable) return exchange(request, service, watch, upgrade ?? close);
  try {
    return await exchange(request, service, watch, keepAlive);
  } catch (error) {
    if (!(error instanceof Stale)) throw error;
    return exchange(request, service, watch, close);
  }
}

/** @param connection fields about the connection, which is a new one unless they keep it */
function exchange(request: IncomingMessage, service: Service, watch: Watch, connection: Fields) {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { attemptId, origins, streams } = service;
  const kept = connection === keepAlive;
  const outgoing = httpRequest({
    method: request.method,
    path: request.url,
    headers: [...forService(fieldsOf(request.rawHeaders), origins), ...connection].flat(),
    signal: watch.signal,
    host: attemptId,
    ...(kept ? { agent: streams } : { createConnection: streams.createConnection.bind(streams) }),
  });
  outgoing.on('error', (error) => {
    reject(
      outgoing.reusedSocket && !watch.signal.aborted ? new Stale('Closed unused', { cause: error }) : error,
    );
  });
  let interim = 0;
  outgoing.on('information', () => {
    if (++interim > maxInterim) outgoing.destroy(endlessInterim);
  });
  outgoing.on('response', (answer) => resolve({ answer }));
  outgoing.on('upgrade', (answer, stream, head) => resolve({ answer, upgraded: { stream, head } }));
  if (hasBody(request)) request.pipe(watch.meter(maxBodyBytes, tooLarge).on('error', reject)).pipe(outgoing);
  else outgoing.end();
  return promise;
}

/** A connection was kept and its other end has gone: this says nothing of the service. */
class Stale extends Error {
  override name = 'Stale';
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

/** What to tell the browser of an error. */
export function problemOf(error: Error, watch: Watch, port: number): Problem {
  const reason: unknown = watch.signal.reason;
  return reason instanceof TooSlow ? new Problem(504, 'no-answer', reason.message) : asProblem(error, port);
}
