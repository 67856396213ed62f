import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import type { Handshake } from './provider.ts';

const name = 'handshake';
const path = '/api/session/provider';
const seconds = 600;

/** Only the browser that was sent to the provider may bring its answer. */
export function setHandshake(
  reply: FastifyReply,
  { state, nonce, verifier }: Handshake,
  secure: boolean,
): void {
  const value = [state, nonce, verifier].join('.');
  void reply.setCookie(name, value, { path, httpOnly: true, sameSite: 'lax', secure, maxAge: seconds });
}

/** @throws Problem 401 not-confirmed when this browser was not sent, or too long ago */
export function readHandshake(request: FastifyRequest): Handshake {
  const [state, nonce, verifier] = (request.cookies[name] ?? '').split('.');
  if (!state || !nonce || !verifier)
    throw new Problem(401, 'not-confirmed', 'This sign-in was not begun here, or too long ago. Try again');
  return { state, nonce, verifier };
}

export function clearHandshake(reply: FastifyReply): void {
  void reply.clearCookie(name, { path });
}
