import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { sessionCookie } from '../http/guard.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import { serve, type Guard } from '../http/serve.ts';
import { personContract } from './contract.ts';
import { linkExpiry, sessionExpiry, signInLink } from './person.ts';
import { claimSignInLink, deleteSession, getMe, insertSession, insertSignInLink } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  publicUrl: string;
}

/** Makes a link that signs the person in once. @returns its URL, which is stored nowhere */
export async function makeSignInLink(
  db: Db,
  personId: string,
  publicUrl: string,
  now: Date,
): Promise<string> {
  const token = makeSecret();
  await insertSignInLink(db, hashSecret(token), personId, linkExpiry(now));
  return signInLink(publicUrl, token);
}

export function personRoutes(app: FastifyInstance, guard: Guard, { sql, clock, publicUrl }: Needs): void {
  const setCookie = (reply: FastifyReply, secret: string) =>
    reply.setCookie(sessionCookie, secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: publicUrl.startsWith('https:'),
      expires: sessionExpiry(clock()),
    });

  serve(app, guard, personContract, {
    'POST /api/session': async ({ body, reply }) => {
      const now = clock();
      const secret = makeSecret();
      const me = await sql.begin(async (tx) => {
        const personId = await claimSignInLink(tx, hashSecret(body.token), now);
        if (!personId)
          throw new Problem(404, 'unknown-link', 'This sign-in link does not work, or no longer works');
        await insertSession(tx, hashSecret(secret), personId, sessionExpiry(now));
        const found = await getMe(tx, personId);
        await audit(tx, {
          at: now,
          personId,
          organisationId: found.organisationId,
          action: 'person.signed-in',
        });
        return found;
      });
      setCookie(reply, secret);
      return me;
    },
    'GET /api/session': ({ person }) => getMe(sql, person.id),
    'DELETE /api/session': async ({ request, reply }) => {
      await deleteSession(sql, hashSecret(request.cookies[sessionCookie] ?? ''));
      reply.clearCookie(sessionCookie, { path: '/' });
      return {};
    },
  });
}
