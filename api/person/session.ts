import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../db/audit.ts';
import type { Db } from '../db/connect.ts';
import { sessionCookie } from '../http/guard.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import type { Me, Session } from './contract.ts';
import { freshMinutes, isFresh, sessionExpiry } from './person.ts';
import { findSession, getMe, insertSession } from './store.ts';

const agentChars = 300;

/** The one way a session begins. @returns its secret, which is stored nowhere, and whose it is */
export async function beginSession(
  tx: Db,
  personId: string,
  { via, request, now }: { via: Session['via']; request: FastifyRequest; now: Date },
): Promise<{ secret: string; me: Me }> {
  const secret = makeSecret();
  await insertSession(tx, {
    hash: hashSecret(secret),
    personId,
    expiresAt: sessionExpiry(now),
    createdAt: now,
    via,
    address: request.ip,
    agent: (request.headers['user-agent'] ?? '').slice(0, agentChars),
  });
  const me = await getMe(tx, personId);
  const { organisationId } = me;
  await audit(tx, { at: now, personId, organisationId, action: 'person.signed-in', facts: { via } });
  return { secret, me };
}

export function setSessionCookie(reply: FastifyReply, publicUrl: string, secret: string, now: Date): void {
  void reply.setCookie(sessionCookie, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    expires: sessionExpiry(now),
  });
}

/** @returns what the session of this request is stored under */
export function sessionHash(request: FastifyRequest): Buffer {
  return hashSecret(request.cookies[sessionCookie] ?? '');
}

/** @returns whether the session of this request began just now */
export async function hasFreshSession(db: Db, request: FastifyRequest, now: Date): Promise<boolean> {
  const session = await findSession(db, sessionHash(request));
  return session !== undefined && isFresh(session.createdAt, now);
}

/** @throws Problem 403 sign-in-again */
export async function requireFreshSession(db: Db, request: FastifyRequest, now: Date): Promise<void> {
  if (!(await hasFreshSession(db, request, now)))
    throw new Problem(
      403,
      'sign-in-again',
      `This can be changed in the first ${freshMinutes} minutes after signing in. Sign in again`,
    );
}
