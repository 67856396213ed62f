// What a challenge's checks import as 'proofload/checks'. A check is a Vitest test that speaks HTTP to the
// candidate's service and knows nothing of its language.
import { onTestFinished, test } from 'vitest';
import { request as send } from 'undici';
import { randomOver, seedFrom, uniform } from '../random.ts';
import type { Random } from './load.ts';
import { allWell } from './stub.ts';

export { expect } from 'vitest';
export type { Random } from './load.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** The check's category, one of those challenge.yaml declares. */
    category?: string;
  }
}

/** Where the candidate's service listens, without a trailing slash. */
export const baseUrl = process.env['PROOFLOAD_BASE_URL'] ?? 'http://127.0.0.1:8080';

/** The grading's seed: the same seed makes the same checks. */
export const seed = Number(process.env['PROOFLOAD_SEED'] ?? '1');

const maxBodyBytes = 8_000_000;

/** One correctness fact. `category` is a literal that challenge.yaml declares; `body` throws when the fact does not hold. */
export function check(category: string, name: string, body: () => Promise<void>): void {
  // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- the caller's body asserts, under the caller's name
  test(name, { meta: { category }, timeout: 20_000 }, async () => {
    // Also when its time is over while the body waits on.
    onTestFinished(allWell);
    await body();
  });
}

/** Random numbers from the grading's seed. Another `label` gives other numbers, so no check disturbs another. */
export function random(label: string): Random {
  return randomOver(uniform(seedFrom(seed, label)));
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed body, undefined when it is not JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the service answered; each check proves its shape
  json: any;
}

export interface RequestOptions {
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

/**
 * One request to the service; redirects are not followed.
 * @throws Error that names the request, when no answer came within `timeoutMs` (10 s) or its body passed 8 MB
 */
export async function request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  const { body, headers = {}, timeoutMs = 10_000 } = options;
  try {
    const answer = await send(baseUrl + path, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readBody(answer.body);
    return { status: answer.statusCode, headers: answer.headers, text, json: parse(text) };
  } catch (error) {
    throw new Error(`${method} ${path}: ${(error as Error).message}`, { cause: error });
  }
}

export const get = (path: string, options?: RequestOptions) => request('GET', path, options);
export const post = (path: string, body?: unknown) => request('POST', path, { body });
export const put = (path: string, body?: unknown) => request('PUT', path, { body });

async function readBody(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Error(`the answer is larger than ${maxBodyBytes} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
