import type { FastifyRequest } from 'fastify';
import { can, scopeOf, type Role } from './roles.ts';
import { Problem } from './problem.ts';
import { hashSecret } from './secret.ts';
import type { Guard, Limit, Person } from './serve.ts';

export const sessionCookie = 'session';
export const attemptCookie = (attemptId: string) => `attempt_${attemptId}`;

/** What an API token may do, and for whom. */
export interface Bearer {
  scopes: string[];
  /** Who made it, with no role: what only some roles are told is not told to it. */
  person: Person;
}

interface Lookups {
  findPerson: (sessionHash: Buffer) => Promise<Person | undefined>;
  /** Without it no token works. */
  tokens?: {
    find: (tokenHash: Buffer) => Promise<Bearer | undefined>;
    /** Counts a call against its token. */
    spend: Limit;
  };
  holdsAttempt: (attemptId: string, secretHash: Buffer) => Promise<boolean>;
  /** Whether the attempt is a follow-up, and the person has joined it. Without it no person works in an attempt. */
  hasJoined?: (attemptId: string, personId: string) => Promise<boolean>;
}

/** Makes the guard that `serve` asks before anything of a request is read. */
export function makeGuard({ findPerson, tokens, holdsAttempt, hasJoined }: Lookups): Guard {
  const personOf = async ({ cookies }: FastifyRequest) => {
    const secret = cookies[sessionCookie];
    return secret ? findPerson(hashSecret(secret)) : undefined;
  };
  const signedIn = async (roles: readonly Role[], request: FastifyRequest) => {
    const person = await personOf(request);
    if (!person) throw new Problem(401, 'not-signed-in', 'Sign in first');
    if (!roles.some((role) => person.roles.includes(role)))
      throw new Problem(403, 'wrong-role', 'Your role does not allow this');
    return { person };
  };
  const withToken = async (roles: readonly Role[], request: FastifyRequest, token: string) => {
    const bearer = await tokens?.find(hashSecret(token));
    if (!bearer) throw new Problem(401, 'unknown-token', 'This token is unknown, revoked or out of date');
    await tokens?.spend(request);
    const scope = scopeOf(roles);
    if (!scope) throw new Problem(403, 'not-for-tokens', 'No token may do this; a person has to');
    if (!bearer.scopes.includes(scope))
      throw new Problem(403, 'missing-scope', `This token lacks the scope ${scope}`);
    return { person: bearer.person };
  };
  const candidate = async (request: FastifyRequest) => {
    const { attemptId } = request.params as { attemptId: string };
    const secret = request.cookies[attemptCookie(attemptId)];
    if (secret && (await holdsAttempt(attemptId, hashSecret(secret)))) return { attemptId };
    const person = await personOf(request);
    if (person && can(person, 'interview') && (await hasJoined?.(attemptId, person.id)))
      return { attemptId, person };
    // One answer for an attempt that is not there and one that is somebody else's.
    throw new Problem(401, 'not-your-attempt', 'Open the link of your invite again');
  };
  return async (who, request) => {
    if (who === 'anyone') return {};
    if (who === 'platform') throw new Problem(403, 'wrong-role', 'Only the platform itself may call this');
    if (who === 'candidate') return candidate(request);
    // A token that is shown decides alone: it borrows nothing from a cookie that came along.
    const token = tokenOf(request);
    return token === undefined ? signedIn(who, request) : withToken(who, request, token);
  };
}

/** @returns the API token a request shows, in the way of RFC 6750 */
export function tokenOf({ headers }: FastifyRequest): string | undefined {
  return /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
