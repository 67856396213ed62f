// One request of a storm and its whole answer. The answer comes from the candidate's code: everything about it is bounded,
// and no redirect is followed.
import { Pool } from 'undici';
import type { Action, Answer } from '../kit/storm.ts';

const maxBodyBytes = 4_000_000;
/** Of all answers together: what invariants remember of them must fit the probe. */
const maxTotalBytes = 64_000_000;

/** No whole answer came. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  /** Whether there was no connection at all. */
  readonly unreachable: boolean;

  constructor(message: string, unreachable: boolean) {
    super(message);
    this.unreachable = unreachable;
  }
}

export class Client {
  readonly #pool: Pool;
  #bytes = 0;

  constructor(origin: string, connections: number) {
    this.#pool = new Pool(origin, { connections, pipelining: 1, maxHeaderSize: 16_384, allowH2: false });
  }

  /** @throws NoAnswer when none came within `timeoutMs`, or one too large, or what came was no HTTP */
  async send(action: Action<unknown>, timeoutMs: number): Promise<Answer> {
    const { method, path, headers, body } = action;
    try {
      const answer = await this.#pool.request({
        method,
        path,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await this.#read(answer.body);
      return { status: answer.statusCode, headers: answer.headers, text, json: parsed(text) };
    } catch (error) {
      throw reasonOf(error as Error, timeoutMs);
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #read(body: AsyncIterable<Buffer>): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      this.#bytes += chunk.length;
      if (bytes > maxBodyBytes) throw new NoAnswer(`an answer larger than ${maxBodyBytes} bytes`, false);
      if (this.#bytes > maxTotalBytes) throw new NoAnswer('too much data in all answers together', false);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: Error, timeoutMs: number): NoAnswer {
  if (error instanceof NoAnswer) return error;
  if (error.name === 'TimeoutError') return new NoAnswer(`no whole answer within ${timeoutMs} ms`, false);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return new NoAnswer('nothing listens', true);
  return new NoAnswer(`the connection failed (${code || error.message})`, code === 'UND_ERR_CONNECT_TIMEOUT');
}
