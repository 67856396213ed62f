import type { FastifyRequest } from 'fastify';
import { sql } from './db.ts';
import { Problem } from './problem.ts';

/** The id of the owner whose token the request carries. @throws Problem 401 */
export async function ownerOf(request: FastifyRequest): Promise<number> {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const [owner] = await sql<{ id: number }[]>`select id from owners where token = ${token}`;
  if (!owner) throw new Problem(401, 'unauthorized', 'The request needs the token of an owner');
  return owner.id;
}
