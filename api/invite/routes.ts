import type { FastifyInstance } from 'fastify';
import type { Challenges } from '../challenge/routes.ts';
import { publishChallenge } from '../challenge/store.ts';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { attemptCookie } from '../http/guard.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import { serve, type Guard } from '../http/serve.ts';
import { inviteContract } from './contract.ts';
import { scoredOf, attemptSecret, canOpen, defaultDays, inviteLink, startBy } from './invite.ts';
import { findInviteByToken, getInvite, insertInvite, listInvites, openAttempt } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  publicUrl: string;
}

interface NewInvite {
  organisationId: string;
  challengeVersionId: string;
  candidateName: string;
  /** Who invites; null for the platform's own demo. */
  createdBy: string | null;
  days: number;
}

/** @returns the invite's id and its token, which is stored nowhere */
export async function createInvite(
  tx: Db,
  invite: NewInvite,
  now: Date,
): Promise<{ id: string; token: string }> {
  const { days, ...row } = invite;
  const token = makeSecret();
  const id = await insertInvite(tx, {
    ...row,
    tokenHash: hashSecret(token),
    createdAt: now,
    startBy: startBy(now, days),
  });
  await audit(tx, {
    at: now,
    organisationId: row.organisationId,
    ...(row.createdBy && { personId: row.createdBy }),
    action: 'invite.created',
    subject: id,
  });
  return { id, token };
}

export function inviteRoutes(app: FastifyInstance, guard: Guard, needs: Needs): void {
  const { sql, clock, challenges, publicUrl } = needs;
  serve(app, guard, inviteContract, {
    'GET /api/invites': ({ person }) => listInvites(sql, person.organisationId, clock()),
    'POST /api/invites': async ({ person, body }) => {
      const challenge = challenges.get(body.challenge);
      if (!challenge) throw new Problem(404, 'unknown-challenge', `There is no challenge ${body.challenge}`);
      const now = clock();
      const challengeVersionId = await publishChallenge(sql, challenge);
      const { organisationId, id: createdBy } = person;
      const { candidateName, days = defaultDays } = body;
      return sql.begin(async (tx) => {
        const draft = { organisationId, challengeVersionId, candidateName, createdBy, days };
        const { id, token } = await createInvite(tx, draft, now);
        return { invite: await getInvite(tx, id, now), link: inviteLink(publicUrl, token) };
      });
    },
    'POST /api/invites/open': async ({ body, reply }) => {
      const now = clock();
      const invite = await findInviteByToken(sql, hashSecret(body.token));
      if (!invite || !canOpen(invite, now))
        throw new Problem(404, 'unknown-invite', 'This invite does not work, or no longer works');
      const secret = attemptSecret(body.token);
      const attemptId = await openAttempt(sql, invite, hashSecret(secret), now);
      reply.setCookie(attemptCookie(attemptId), secret, {
        path: `/api/attempts/${attemptId}`,
        httpOnly: true,
        sameSite: 'lax',
        secure: publicUrl.startsWith('https:'),
        maxAge: 90 * 86_400,
      });
      const { organisation, candidateName } = invite;
      const { summary: challenge, hiddenChecks } = invite.facts;
      const scored = scoredOf(invite.facts);
      return { attemptId, organisation, candidateName, challenge, scored, hiddenChecks };
    },
  });
}
