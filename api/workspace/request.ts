// One HTTP request over a byte stream into a sandbox. Whatever answers there is the candidate's: it may be slow, endless
// or no HTTP at all.
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from '../http/problem.ts';

const maxBodyBytes = 256_000;
/** Answers such as 103 that may come before the answer. */
const maxInterim = 100;
/** The platform's own, or they would contradict the body that is sent. */
const ownHeaders = new Set(['connection', 'content-length', 'transfer-encoding', 'host']);

export interface ServiceRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface ServiceAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  truncated: boolean;
  ms: number;
}

/**
 * Sends one request to a service. Redirects are answers like any other.
 * @param connect opens a byte stream to the service's port
 * @throws Problem 400 bad-request, 409 no-workspace, 502 not-listening or bad-answer, 504 no-answer
 */
export async function send(
  connect: () => Promise<Duplex>,
  port: number,
  asked: ServiceRequest,
  deadlineMs = 30_000,
): Promise<ServiceAnswer> {
  const signal = AbortSignal.timeout(deadlineMs);
  const stream = await connect().catch((error: Error) => {
    throw asProblem(error, port);
  });
  const startedAt = performance.now();
  try {
    const response = await exchange(makeRequest(stream, port, asked), asked.body, signal);
    const { body, truncated } = await readBody(response, signal);
    const ms = performance.now() - startedAt;
    return { status: response.statusCode ?? 0, headers: flat(response.headers), body, truncated, ms };
  } catch (error) {
    if (signal.aborted) throw new Problem(504, 'no-answer', `No answer within ${deadlineMs / 1000} s`);
    throw asProblem(error as NodeJS.ErrnoException, port);
  } finally {
    stream.destroy();
  }
}

function makeRequest(stream: Duplex, port: number, { method, path, headers, body }: ServiceRequest) {
  const sent = Object.entries(headers).filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  try {
    return httpRequest({
      method,
      path,
      headers: { ...Object.fromEntries(sent), ...length, host: `127.0.0.1:${port}`, connection: 'close' },
      createConnection: () => stream,
    });
  } catch (error) {
    throw new Problem(400, 'bad-request', `This request cannot be sent: ${(error as Error).message}`);
  }
}

function exchange(request: ClientRequest, body: string | undefined, signal: AbortSignal) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    let interim = 0;
    signal.addEventListener('abort', () => request.destroy());
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Problem(502, 'bad-answer', 'The service wants to speak another protocol than HTTP'));
    });
    // Every way to end without an answer, whatever was or was not said of it.
    request.on('close', () => reject(new Error('closed')));
    request.on('information', () => {
      if (++interim > maxInterim)
        request.destroy(new Problem(502, 'bad-answer', 'Answers are announced without end, and none comes'));
    });
    request.on('response', resolve).on('error', reject).end(body);
  });
}

async function readBody(response: IncomingMessage, signal: AbortSignal) {
  signal.addEventListener('abort', () => response.destroy());
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBodyBytes) break;
  }
  const body = Buffer.concat(chunks).subarray(0, maxBodyBytes).toString();
  return { body, truncated: bytes > maxBodyBytes };
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** What an error on the way to a service's port means to the candidate. */
export function asProblem(error: NodeJS.ErrnoException, port: number): Problem {
  if (error instanceof Problem) return error;
  if (error.code?.startsWith('HPE_'))
    return new Problem(502, 'bad-answer', `What came back is not HTTP: ${error.message}`);
  if (error.message === 'aborted')
    return new Problem(502, 'bad-answer', 'The connection was closed in the middle of the answer');
  return notListening(port);
}

function notListening(port: number): Problem {
  return new Problem(
    502,
    'not-listening',
    `Nothing answered on port ${port}. Is the service running? Look at its log.`,
  );
}
