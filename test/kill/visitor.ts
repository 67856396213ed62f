// A browser of a person or a candidate, as far as cookies go, over real HTTP.
import type { Api } from '../../api/contract.ts';
import type { Input, Output, RouteKey } from '../../api/http/contract.ts';

const patienceMs = 30_000;

export class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Error when no answer came, or one that is a refusal */
  async call<Key extends keyof Api & RouteKey>(key: Key, input: Input<Api, Key>): Promise<Output<Api, Key>> {
    const response = await this.ask(key, input);
    const text = await response.text();
    if (!response.ok) throw new Error(`${key}: ${response.status} ${text}`);
    return JSON.parse(text) as Output<Api, Key>;
  }

  /** @returns the answer whatever it says. @throws Error when none came in time */
  async ask<Key extends keyof Api & RouteKey>(key: Key, input: Input<Api, Key>): Promise<Response> {
    const { params = {}, query, body } = input as Record<string, Record<string, string>>;
    const [method, path] = key.split(' ') as [string, string];
    const url = new URL(
      path.replace(/:(\w+)/g, (_, name: string) => params[name]!),
      this.#url,
    );
    url.search = new URLSearchParams(query).toString();
    const response = await fetch(url, {
      method,
      headers: {
        cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; '),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      this.#cookies.set(name!, value!);
    }
    return response;
  }
}
