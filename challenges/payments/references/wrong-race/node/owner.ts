import type { FastifyRequest } from 'fastify';
import { sql } from './db.ts';
import { Problem } from './problem.ts';

// Owners come with the database and never change while the service runs.
const known = new Map<string, number>();

/** The id of the owner whose token the request carries. @throws Problem 401 */
export async function ownerOf(request: FastifyRequest): Promise<number> {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const id = known.get(token) ?? (await find(token));
  if (id === undefined) throw new Problem(401, 'unauthorized', 'The request needs the token of an owner');
  known.set(token, id);
  return id;
}

async function find(token: string): Promise<number | undefined> {
  const [owner] = await sql<{ id: number }[]>`select id from owners where token = ${token}`;
  return owner?.id;
}
