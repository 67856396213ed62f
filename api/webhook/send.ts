import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import { mayReach, type Targets } from './address.ts';

const maxAnswerBytes = 1024;

/** What came of one try. */
export interface Sent {
  /** HTTP status; null without an answer. */
  status: number | null;
  ms: number;
  /** The first kilobyte of the answer's body. */
  answer: string;
  /** Why there is no answer, for the people who look after the webhook. */
  problem: string | null;
  /** What the answer asks to be waited before the next try; 0 when it asks nothing. */
  retryAfterMs: number;
}

export interface Message {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Resolves a name; tests have one that changes its mind. */
export type Resolve = typeof systemLookup;

class Forbidden extends Error {
  constructor() {
    super('The address leads into a private network, where webhooks do not go');
  }
}

/**
 * Opens the way out for webhooks. What is connected to is what was checked, since the name is resolved once for both.
 * Redirects are not followed.
 */
export class Sender {
  readonly #agent: Agent;
  readonly #timeoutMs: number;

  constructor(targets: Targets, timeoutMs: number, resolve: Resolve = systemLookup) {
    this.#timeoutMs = timeoutMs;
    const allows = (protocol: string) => (address: string) => mayReach(address, protocol, targets);
    const connectors: Record<string, buildConnector.connector> = {};
    for (const protocol of ['http:', 'https:'])
      connectors[protocol] = connectorTo(allows(protocol), resolve, timeoutMs);
    this.#agent = new Agent({
      connect: (options, callback) => connectors[options.protocol]!(options, callback),
      allowH2: false,
      // A connection serves one delivery, so that each is looked up and checked anew.
      pipelining: 0,
      maxHeaderSize: 16_384,
    });
  }

  /** Sends it, once. Whatever goes wrong is part of what is returned, but for the end of `signal`, which throws. */
  async send({ url, headers, body }: Message, signal: AbortSignal): Promise<Sent> {
    const startedAt = performance.now();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]);
    const sent: Sent = { status: null, ms: 0, answer: '', problem: null, retryAfterMs: 0 };
    try {
      const response = await request(url, {
        method: 'POST',
        headers,
        body,
        dispatcher: this.#agent,
        signal: limit,
      });
      sent.status = response.statusCode;
      sent.retryAfterMs = retryAfterOf(response.headers['retry-after']);
      sent.answer = await startOf(response.body);
    } catch (error) {
      signal.throwIfAborted();
      // An answer that breaks off after its status has been given.
      if (sent.status === null) sent.problem = problemOf(error as Error, this.#timeoutMs);
    }
    sent.ms = Math.round(performance.now() - startedAt);
    return sent;
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

type Allows = (address: string) => boolean;

function connectorTo(allows: Allows, resolve: Resolve, timeout: number): buildConnector.connector {
  const connect = buildConnector({ timeout, allowH2: false, lookup: checked(allows, resolve) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // Nothing is looked up for an address in numbers.
    if (isIP(host) && !allows(host)) return callback(new Forbidden(), null);
    connect(options, callback);
  };
}

function checked(allows: Allows, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const [first, ...others] = found.filter(({ address }) => allows(address));
      if (!first) return callback(new Forbidden(), '');
      if (options.all) return callback(null, [first, ...others]);
      callback(null, first.address, first.family);
    });
}

/** Reads no more of it than is kept. */
async function startOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // It is cut short on purpose, which is an error to it.
  body.on('error', () => undefined);
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes >= maxAnswerBytes) break;
    }
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString().replaceAll('\0', '\u{fffd}');
}

function retryAfterOf(header: string | string[] | undefined): number {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

function problemOf(error: Error & { code?: string }, timeoutMs: number): string {
  if (error.name === 'TimeoutError' || error.code === 'UND_ERR_CONNECT_TIMEOUT')
    return `No answer within ${timeoutMs / 1000} s`;
  return error.message || error.code || error.name;
}
