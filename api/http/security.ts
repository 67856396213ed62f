import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Callers } from './callers.ts';
import { Problem } from './problem.ts';

/** What every answer and every request is held to, whatever the route. */
export async function secure(
  app: FastifyInstance,
  publicUrl: string,
  callers = new Callers(),
): Promise<void> {
  const https = publicUrl.startsWith('https:');
  await app.register(helmet, {
    hsts: https,
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy },
  });
  await app.register(rateLimit, {
    max: callers.limitOf,
    keyGenerator: callers.keyOf,
    timeWindow: '1 minute',
  });
  await app.register(cookie);
  app.addHook('onRequest', async (request, reply) => {
    // Nothing here is for a search engine: a link in the wrong place must not be found by one.
    void reply.header('x-robots-tag', 'noindex, nofollow');
    if ((isWrite(request) || opensSocket(request)) && !isSameOrigin(request, publicUrl))
      throw new Problem(403, 'cross-origin', 'This request came from another site');
  });
  // A connection that asked to become a WebSocket and was answered instead is nobody's: Node reads it no more, so it would
  // not even hear that the other side has gone. One that became a WebSocket is never answered.
  app.addHook('onResponse', async (request) => {
    if (opensSocket(request)) request.raw.socket.destroy();
  });
}

// Monaco needs its own workers and inline styles; it needs no eval and no blob.
const contentPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  workerSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

function isWrite(request: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
}

/** A page of any site may open a WebSocket here, and read what comes. */
function opensSocket({ headers }: FastifyRequest): boolean {
  return headers.upgrade !== undefined;
}

/** Browsers send Origin with every write and every WebSocket; a caller without one is no browser, so it carries no stolen cookie. */
function isSameOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined || origin === publicUrl) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}
