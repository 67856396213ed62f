// Delivers a third party's notifications to the candidate's service, at least once.
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Delivery, Notification } from '../kit/stub.ts';
import { Recent } from './recent.ts';

const attempts = 8;
const firstPauseMs = 200;
const answerMs = 5000;
/** More than this can only be waiting because the service answers none of them. */
const maxWaiting = 10_000;

export class Courier {
  /** Every attempt. */
  readonly sent = new Recent<Delivery>();
  readonly #agent = new Agent({ connections: 64, headersTimeout: answerMs, bodyTimeout: answerMs });
  readonly #end = new AbortController();
  #waiting = 0;

  /** @throws TypeError when the address is none */
  notify({ url, headers = {}, body }: Notification, afterMs: number): void {
    const address = new URL(url).href;
    if (this.#waiting >= maxWaiting) return;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const content = { 'content-type': 'application/json', ...headers };
    this.#waiting++;
    this.#deliver(address, content, body, text, afterMs)
      .catch(() => {})
      .finally(() => this.#waiting--);
  }

  /** Drops what is still to come. */
  stop(): void {
    this.#end.abort();
    void this.#agent.destroy();
  }

  async #deliver(
    url: string,
    headers: Record<string, string>,
    body: unknown,
    text: string,
    afterMs: number,
  ): Promise<void> {
    let pauseMs = afterMs;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      await sleep(pauseMs, undefined, { signal: this.#end.signal });
      const delivery: Delivery = { at: Date.now(), url, body, status: null, attempt };
      this.sent.add(delivery, text.length + url.length);
      delivery.status = await this.#post(url, headers, text);
      if (delivery.status !== null && delivery.status >= 200 && delivery.status < 300) return;
      pauseMs = firstPauseMs * 2 ** (attempt - 1);
    }
  }

  async #post(url: string, headers: Record<string, string>, text: string): Promise<number | null> {
    try {
      const answer = await request(url, {
        method: 'POST',
        headers,
        body: text,
        dispatcher: this.#agent,
        signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(answerMs)]),
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return null;
    }
  }
}
