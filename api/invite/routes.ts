import type { FastifyInstance, FastifyReply } from 'fastify';
import { practiceSlug } from '../challenge/practice.ts';
import type { Challenges } from '../challenge/routes.ts';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import { announce } from '../db/outbox.ts';
import type { Queue } from '../db/queue.ts';
import { attemptCookie } from '../http/guard.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret } from '../http/secret.ts';
import { serve, type Guard, type Handlers, type Person } from '../http/serve.ts';
import type { Mail } from '../mail/mail.ts';
import { remind, resend, revoke } from './acts.ts';
import { inviteContract, type OpenedInvite } from './contract.ts';
import { giveExtraTime } from './extra-time.ts';
import {
  attemptSecret,
  canOpen,
  decides,
  present,
  runtimesOf,
  scoredOf,
  type ListedInvite,
} from './invite.ts';
import { countInvites, listInvites, type Filter } from './list/store.ts';
import { sendQueued } from './mailing/mailing.ts';
import { makeInvites, type MadeRow } from './make.ts';
import { previewInvites } from './preview.ts';
import { findInviteByToken, openAttempt } from './store.ts';

interface Needs {
  sql: Sql;
  queue: Queue;
  clock: Clock;
  challenges: Challenges;
  /** How e-mail leaves; undefined where it is not set up. */
  mail: Mail | undefined;
  publicUrl: string;
  /** What each dimension counts of the score, by its name. */
  weights: Readonly<Record<string, number>>;
}

const pageSize = 50;

type Some = Partial<Handlers<typeof inviteContract>>;

export function inviteRoutes(app: FastifyInstance, guard: Guard, needs: Needs): void {
  const { mail, queue } = needs;
  serve(app, guard, inviteContract, {
    ...lists(needs),
    ...making(needs),
    ...acts(needs),
    'POST /api/invites/open': ({ body, reply }) => open(needs, reply, body.token),
  });
  if (!mail) return;
  const send = async (id: string) => {
    try {
      await sendQueued({ ...needs, mail }, id);
    } catch (error) {
      app.log.warn(error, 'An e-mail was not sent and is tried again');
      throw error;
    }
  };
  app.addHook('onReady', () => queue.workOnMail(send));
}

function presenter({ mail }: Needs) {
  return (person: Person, invite: ListedInvite) => present(person, invite, mail !== undefined);
}

function lists(needs: Needs) {
  const { sql, clock, mail } = needs;
  const shown = presenter(needs);
  const filterOf = (
    person: Person,
    { search, challenge }: { search?: string; challenge?: string },
  ): Filter => ({
    organisationId: person.organisationId,
    knowsNames: decides(person),
    ...(search && { search }),
    ...(challenge && { challenge }),
  });
  return {
    'GET /api/invites': async ({ person, query }) => {
      const { state, after } = query;
      const page = { limit: pageSize, ...(state && { state }), ...(after && { after }) };
      const { invites, next } = await listInvites(sql, filterOf(person, query), page, clock());
      return { invites: invites.map((invite) => shown(person, invite)), next, mail: mail !== undefined };
    },
    'GET /api/invites/counts': ({ person, query }) => countInvites(sql, filterOf(person, query), clock()),
  } satisfies Some;
}

function making(needs: Needs) {
  const allNeeds = { ...needs, canMail: needs.mail !== undefined };
  const shown = presenter(needs);
  const madeOf = (person: Person, { invite, link }: MadeRow) => ({ invite: shown(person, invite), link });
  return {
    'POST /api/invites': async ({ person, body }) => {
      const { challenge, aiRule, sharesResult, sendMail, ...candidate } = body;
      const choices = { challenge, aiRule, sharesResult, sendMail };
      const [made] = await makeInvites(allNeeds, person, choices, [candidate]);
      return madeOf(person, made!);
    },
    'POST /api/invites/batch': async ({ person, body }) => {
      const { candidates, ...choices } = body;
      const made = await makeInvites(allNeeds, person, choices, candidates);
      return { made: made.map((each) => madeOf(person, each)) };
    },
    'POST /api/invites/preview': ({ person, body }) => previewInvites(needs, person, body),
    'POST /api/invites/:inviteId/link': async ({ person, params, body }) =>
      madeOf(person, await resend(allNeeds, person, params.inviteId, body)),
  } satisfies Some;
}

function acts(needs: Needs) {
  const allNeeds = { ...needs, canMail: needs.mail !== undefined };
  const shown = presenter(needs);
  return {
    'PUT /api/invites/:inviteId/extra-time': async ({ person, params: { inviteId }, body }) => {
      const given = { inviteId, extraTime: body.extraTime };
      return shown(person, await giveExtraTime(needs.sql, person, given, needs.clock()));
    },
    'POST /api/invites/:inviteId/reminder': async ({ person, params }) =>
      shown(person, await remind(allNeeds, person, params.inviteId)),
    'POST /api/invites/:inviteId/revocation': async ({ person, params }) =>
      shown(person, await revoke(allNeeds, person, params.inviteId)),
  } satisfies Some;
}

/** Lets a candidate in who shows the token. Unknown, expired and called back look the same. */
async function open(needs: Needs, reply: FastifyReply, token: string): Promise<OpenedInvite> {
  const { sql, clock, challenges, publicUrl, weights } = needs;
  const now = clock();
  const invite = await findInviteByToken(sql, hashSecret(token), now);
  if (!invite || !canOpen(invite.state))
    throw new Problem(404, 'unknown-invite', 'This invite does not work, or no longer works');
  const secret = attemptSecret(token);
  const { organisationId } = invite;
  const attemptId = await sql.begin(async (tx) => {
    const { attemptId: subject, first } = await openAttempt(tx, invite, hashSecret(secret), now);
    if (!first) return subject;
    const opened = { action: 'attempt.opened', subject, byCandidate: true };
    await audit(tx, { at: now, organisationId, ...opened });
    await announce(tx, { type: 'invite.opened', at: now, about: { attemptId: subject } });
    return subject;
  });
  setAttemptCookie(reply, publicUrl, attemptId, secret);
  const { organisation, candidateName, sharesResult } = invite;
  const { summary, hiddenChecks } = invite.facts;
  return {
    attemptId,
    organisation,
    candidateName,
    challenge: { ...summary, runtimes: runtimesOf(summary.runtimes, invite.runtimes) },
    scored: scoredOf(invite.facts, weights),
    hiddenChecks,
    sharesResult,
    practice: challenges.has(practiceSlug),
  };
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
