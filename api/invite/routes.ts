import type { FastifyInstance, FastifyReply } from 'fastify';
import { practiceSlug } from '../challenge/practice.ts';
import type { Challenges } from '../challenge/routes.ts';
import { publishChallenge } from '../challenge/store.ts';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { announce } from '../db/outbox.ts';
import { attemptCookie } from '../http/guard.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import { serve, type Guard } from '../http/serve.ts';
import { inviteContract, type AiRule } from './contract.ts';
import { scoredOf, attemptSecret, canOpen, defaultDays, forReviewer, inviteLink, startBy } from './invite.ts';
import { giveExtraTime } from './extra-time.ts';
import { findInviteByToken, getInvite, insertInvite, listInvites, openAttempt } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  publicUrl: string;
  /** What each dimension counts of the score, by its name. */
  weights: Readonly<Record<string, number>>;
}

interface NewInvite {
  organisationId: string;
  challengeVersionId: string;
  candidateName: string;
  /** Who invites; null for the platform's own demo. */
  createdBy: string | null;
  days: number;
  extraTime?: number;
  aiRule?: AiRule;
  sharesResult?: boolean;
}

/** @returns the invite's id and its token, which is stored nowhere */
export async function createInvite(
  tx: Db,
  invite: NewInvite,
  now: Date,
): Promise<{ id: string; token: string }> {
  const { days, ...row } = invite;
  const { extraTime = 1, aiRule = 'open', sharesResult = false } = row;
  const lastDay = startBy(now, days);
  const token = makeSecret();
  const id = await insertInvite(tx, {
    ...row,
    tokenHash: hashSecret(token),
    createdAt: now,
    startBy: lastDay,
  });
  await audit(tx, {
    at: now,
    organisationId: row.organisationId,
    ...(row.createdBy && { personId: row.createdBy }),
    action: 'invite.created',
    subject: id,
    after: { extraTime, aiRule, sharesResult, startBy: lastDay.toISOString() },
  });
  return { id, token };
}

export function inviteRoutes(app: FastifyInstance, guard: Guard, needs: Needs): void {
  const { sql, clock, challenges, publicUrl, weights } = needs;
  serve(app, guard, inviteContract, {
    'GET /api/invites': async ({ person }) => {
      const invites = await listInvites(sql, person.organisationId, clock());
      const decides = person.roles.some((role) => role === 'admin' || role === 'manager');
      return decides ? invites : invites.map((invite) => forReviewer(person, invite));
    },
    'POST /api/invites': async ({ person, body }) => {
      const challenge = challenges.get(body.challenge);
      if (!challenge || challenge.slug === practiceSlug)
        throw new Problem(404, 'unknown-challenge', `There is no challenge ${body.challenge}`);
      const now = clock();
      const challengeVersionId = await publishChallenge(sql, challenge);
      const { organisationId, id: createdBy } = person;
      const { challenge: _, days = defaultDays, ...choices } = body;
      return sql.begin(async (tx) => {
        const draft = { organisationId, challengeVersionId, createdBy, days, ...choices };
        const { id, token } = await createInvite(tx, draft, now);
        return { invite: await getInvite(tx, id, now), link: inviteLink(publicUrl, token) };
      });
    },
    'PUT /api/invites/:inviteId/extra-time': ({ person, params, body }) =>
      giveExtraTime(sql, person, { inviteId: params.inviteId, extraTime: body.extraTime }, clock()),
    'POST /api/invites/open': async ({ body, reply }) => {
      const now = clock();
      const invite = await findInviteByToken(sql, hashSecret(body.token));
      if (!invite || !canOpen(invite, now))
        throw new Problem(404, 'unknown-invite', 'This invite does not work, or no longer works');
      const secret = attemptSecret(body.token);
      const { organisationId } = invite;
      const attemptId = await sql.begin(async (tx) => {
        const { attemptId: subject, first } = await openAttempt(tx, invite, hashSecret(secret), now);
        const opened = { action: 'attempt.opened', subject, byCandidate: true };
        if (!first) return subject;
        await audit(tx, { at: now, organisationId, ...opened });
        await announce(tx, { type: 'invite.opened', at: now, about: { attemptId: subject } });
        return subject;
      });
      setAttemptCookie(reply, publicUrl, attemptId, secret);
      const { organisation, candidateName, sharesResult } = invite;
      const { summary: challenge, hiddenChecks } = invite.facts;
      const scored = scoredOf(invite.facts, weights);
      const practice = challenges.has(practiceSlug);
      return {
        attemptId,
        organisation,
        candidateName,
        challenge,
        scored,
        hiddenChecks,
        sharesResult,
        practice,
      };
    },
  });
}

/** Lets this browser work on the attempt. */
export function setAttemptCookie(
  reply: FastifyReply,
  publicUrl: string,
  attemptId: string,
  secret: string,
): void {
  reply.setCookie(attemptCookie(attemptId), secret, {
    path: `/api/attempts/${attemptId}`,
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    maxAge: 90 * 86_400,
  });
}
