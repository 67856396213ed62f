import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { actingToken } from '../db/acting.ts';
import { callFrom } from './caller.ts';
import type { Contract, Input, Output, Route, Who } from './contract.ts';
import { describeRoute } from './openapi.ts';
import { Problem } from './problem.ts';

/** The signed-in person, as the auth guard found them. */
export interface Person {
  id: string;
  organisationId: string;
  email: string;
  name: string;
  roles: string[];
  /** Set when it is not the person who calls but a program with a token of theirs, which has no role at all. */
  tokenId?: string;
}

/**
 * The caller as proved by the guard: a person, the holder of an attempt, which a person may be in a follow-up, or nobody in
 * particular.
 */
type Caller<W> = W extends 'anyone' | 'platform'
  ? unknown
  : W extends 'candidate'
    ? { attemptId: string; person?: Person }
    : { person: Person };

type WhoOf<R> = R extends { who: infer W } ? W : never;

type Handler<C extends Contract, Key extends keyof C & string> = (
  input: Input<C, Key> & Caller<WhoOf<C[Key]>> & { request: FastifyRequest; reply: FastifyReply },
) => Promise<Output<C, Key>>;

export type Handlers<C extends Contract> = { [Key in keyof C & string]: Handler<C, Key> };

/** Finds out who calls, or throws a 401 or 403 Problem. */
export type Guard = (
  who: Who,
  request: FastifyRequest,
) => Promise<Partial<{ person: Person; attemptId: string }>>;

/** Routes anyone may call take little, and not often: nothing is known of their caller. */
const anyoneLimits = { bodyLimit: 10_000, config: { rateLimit: { max: 120, timeWindow: '1 minute' } } };

/**
 * Registers each route of `contract` with its handler. A route without a handler is a compile error. The guard is asked
 * before the body is read.
 */
export function serve<C extends Contract>(
  app: FastifyInstance,
  guard: Guard,
  contract: C,
  handlers: NoInfer<Handlers<C>>,
): void {
  for (const [key, route] of Object.entries(contract) as [keyof C & string, Route][]) {
    const [method, url] = key.split(' ') as [string, string];
    const status = route.status ?? 200;
    const handler = handlers[key] as (input: object) => Promise<unknown>;
    const callers = new WeakMap<FastifyRequest, Awaited<ReturnType<Guard>>>();
    const spend = attemptLimit(app, route);
    app.route({
      method,
      url,
      ...(route.who === 'anyone' && anyoneLimits),
      // After the limit on addresses, which is asked first, so that guessing is slowed down too.
      preParsing: async (request) => {
        callers.set(request, await guard(route.who, request));
        await spend(request);
      },
      schema: {
        ...describeRoute(key, route),
        ...requestSchema(url, route),
        response: { [status]: route.response },
      },
      handler: async (request, reply) => {
        const { params, query, body } = request;
        const caller = callers.get(request);
        const act = () => handler({ params, query, body, ...caller, request, reply });
        const answer = await callFrom(request.ip, () => actingToken.run(caller?.person?.tokenId, act));
        return reply.code(status).send(answer);
      },
    });
  }
}

/** @returns what counts a call against its attempt. It throws Problem 429 too-many-requests */
export function attemptLimit(app: FastifyInstance, { perMinute }: Pick<Route, 'perMinute'>): Limit {
  if (perMinute === undefined) return () => Promise.resolve();
  return limit(app, perMinute, (request) => (request.params as { attemptId: string }).attemptId);
}

/** Counts a call. It throws Problem 429 too-many-requests */
export type Limit = (request: FastifyRequest) => Promise<void>;

/** @param keyGenerator calls with the same key are counted together */
export function limit(
  app: FastifyInstance,
  perMinute: number,
  keyGenerator: (request: FastifyRequest) => string,
): Limit {
  const count = app.createRateLimit({ max: perMinute, timeWindow: '1 minute', keyGenerator });
  return async (request) => {
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded)
      throw new Problem(429, 'too-many-requests', `That was often. Try again in ${counted.ttlInSeconds} s`);
  };
}

function requestSchema(url: string, route: Route) {
  const names = [...url.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
  return {
    params: Type.Object(Object.fromEntries(names.map((name) => [name, Type.String({ maxLength: 100 })]))),
    ...(route.query && { querystring: route.query }),
    ...(route.body && { body: route.body }),
  };
}
