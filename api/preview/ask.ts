// A browser's request, sent on over a byte stream of its own into the sandbox. Whatever answers there is the candidate's:
// it may be slow, endless or no HTTP at all.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { asProblem } from '../attempt/request.ts';
import { Problem } from '../http/problem.ts';
import { fieldsOf, forService, type Fields, type Origins } from './headers.ts';
import { TooSlow, type Watch } from './watch.ts';

const close: Fields = [['Connection', 'close']];
const maxBodyBytes = 10_000_000;
/** Answers such as 103 that may come before the answer; none is passed on. */
const maxInterim = 100;

/** A candidate's service, as one request meets it. */
export interface Service {
  port: number;
  origins: Origins;
  /** A byte stream to its port. @throws Problem 409 no-workspace */
  connect: () => Promise<Duplex>;
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
 * The stream is destroyed when the watch ends.
 * @param connection fields about the connection, which is used for this one request
 * @throws whatever went wrong before there was an answer; `problemOf` tells what that means
 */
export function ask(request: IncomingMessage, service: Service, watch: Watch, connection: Fields = close) {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = httpRequest({
    method: request.method,
    path: request.url,
    headers: [...forService(fieldsOf(request.rawHeaders), service.origins), ...connection].flat(),
    signal: watch.signal,
    createConnection: (_, done) => {
      service.connect().then(
        (stream) => done(null, endWith(watch, stream)),
        (error: Error) => done(error, undefined as never),
      );
      return undefined;
    },
  });
  outgoing.on('error', reject);
  let interim = 0;
  outgoing.on('information', () => {
    if (++interim > maxInterim) outgoing.destroy(endlessInterim);
  });
  outgoing.on('response', (answer) => resolve({ answer }));
  outgoing.on('upgrade', (answer, stream, head) => resolve({ answer, upgraded: { stream, head } }));
  const meter = watch.meter(maxBodyBytes, tooLarge);
  meter.on('error', (error) => {
    reject(error);
    outgoing.destroy();
  });
  request.pipe(meter).pipe(outgoing);
  return promise;
}

function endWith(watch: Watch, stream: Duplex): Duplex {
  watch.signal.addEventListener('abort', () => stream.destroy());
  if (watch.signal.aborted) stream.destroy();
  return stream;
}

/** What to tell the browser of an error. */
export function problemOf(error: Error, watch: Watch, port: number): Problem {
  const reason: unknown = watch.signal.reason;
  return reason instanceof TooSlow ? new Problem(504, 'no-answer', reason.message) : asProblem(error, port);
}
