import type { FastifyRequest } from 'fastify';
import type { Role } from './roles.ts';
import { Problem } from './problem.ts';
import { hashSecret } from './secret.ts';
import type { Guard, Person } from './serve.ts';

export const sessionCookie = 'session';
export const attemptCookie = (attemptId: string) => `attempt_${attemptId}`;

interface Lookups {
  findPerson: (sessionHash: Buffer) => Promise<Person | undefined>;
  holdsAttempt: (attemptId: string, secretHash: Buffer) => Promise<boolean>;
}

/** Makes the guard that `serve` asks before anything of a request is read. */
export function makeGuard({ findPerson, holdsAttempt }: Lookups): Guard {
  const signedIn = async (roles: readonly Role[], request: FastifyRequest) => {
    const secret = request.cookies[sessionCookie];
    const person = secret ? await findPerson(hashSecret(secret)) : undefined;
    if (!person) throw new Problem(401, 'not-signed-in', 'Sign in first');
    if (!roles.some((role) => person.roles.includes(role)))
      throw new Problem(403, 'wrong-role', 'Your role does not allow this');
    return { person };
  };
  const candidate = async (request: FastifyRequest) => {
    const { attemptId } = request.params as { attemptId: string };
    const secret = request.cookies[attemptCookie(attemptId)];
    // One answer for an attempt that is not there and one that is somebody else's.
    if (!secret || !(await holdsAttempt(attemptId, hashSecret(secret))))
      throw new Problem(401, 'not-your-attempt', 'Open the link of your invite again');
    return { attemptId };
  };
  return async (who, request) => {
    if (who === 'anyone') return {};
    if (who === 'platform') throw new Problem(403, 'wrong-role', 'Only the platform itself may call this');
    return who === 'candidate' ? candidate(request) : signedIn(who, request);
  };
}
