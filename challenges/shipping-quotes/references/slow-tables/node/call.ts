import { request } from 'undici';

const longestAnswer = 100_000;

/** The carrier wants to be left alone for so long. */
export class Limited extends Error {
  readonly pauseMs: number;

  constructor(pauseMs: number) {
    super('limited');
    this.pauseMs = pauseMs;
  }
}

export class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

interface Call {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: unknown;
  signal: AbortSignal;
}

/** @returns the answer's JSON. @throws Limited at 429, Refused at any other status but 2xx, Error otherwise */
export async function call(url: string, { method, headers = {}, body, signal }: Call): Promise<unknown> {
  const answer = await request(url, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
    signal,
  });
  const text = await readText(answer.body);
  if (answer.statusCode === 429) throw new Limited(pauseOf(answer.headers['retry-after']));
  if (answer.statusCode >= 300) throw new Refused(answer.statusCode);
  return JSON.parse(text);
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > longestAnswer) throw new Error('too long an answer');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function pauseOf(retryAfter: unknown): number {
  const seconds = Number(retryAfter);
  return seconds > 0 ? Math.min(seconds, 60) * 1000 : 1000;
}
