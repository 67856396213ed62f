// What a request counts against, so that nobody asks too often. An office, or everybody behind one proxy, has one address: a
// candidate who has shown the cookie of an attempt is counted by the attempt.
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { attemptCookie } from './guard.ts';
import { hashSecret } from './secret.ts';
import type { Guard } from './serve.ts';

/** Requests in a minute. A page brings some forty files, and comes from the cache the next time. */
const most = { requests: 1200, files: 6000 };
/** Attempts known at once; the ones known longest go first, and are counted by address until they are known again. */
const mostKnown = 10_000;

export class Callers {
  /** By attempt, the hash of the secret that was shown last. */
  readonly #known = new Map<string, string>();

  /** @returns a guard that also notes who has shown that an attempt is theirs */
  noting(guard: Guard): Guard {
    return async (who, request) => {
      const found = await guard(who, request);
      if (who === 'candidate') this.#note(request);
      return found;
    };
  }

  #note(request: FastifyRequest): void {
    const shown = shownBy(request);
    if (!shown) return;
    this.#known.set(shown.attemptId, shown.hash);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }

  readonly keyOf = (request: FastifyRequest): string => {
    const address = normalizeIP(request.ip);
    if (request.url.startsWith('/assets/')) return `files ${address}`;
    const shown = shownBy(request);
    const known = shown !== undefined && this.#known.get(shown.attemptId) === shown.hash;
    return known ? `attempt ${shown.attemptId}` : address;
  };

  readonly limitOf = (_request: FastifyRequest, key: string): number =>
    key.startsWith('files ') ? most.files : most.requests;
}

function shownBy({ params, cookies }: FastifyRequest): { attemptId: string; hash: string } | undefined {
  const { attemptId } = (params ?? {}) as { attemptId?: string };
  const secret = attemptId === undefined ? undefined : cookies?.[attemptCookie(attemptId)];
  return attemptId !== undefined && secret !== undefined
    ? { attemptId, hash: hashSecret(secret).toString('base64') }
    : undefined;
}
