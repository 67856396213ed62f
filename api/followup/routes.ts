// A follow-up: an interviewer opens the work that was handed in, and works in it together with its candidate.
import type { FastifyInstance } from 'fastify';
import type { Challenges } from '../challenge/routes.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import { attemptCookie } from '../http/guard.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { setAttemptCookie } from '../invite/routes.ts';
import { endFollowUp, joinFollowUp, noFollowUp, openFollowUp, unknownSubmission } from './acts.ts';
import { followUpContract, type FollowUp, type Together } from './contract.ts';
import { endOf, followUpSecret, namesHere } from './followup.ts';
import { findFollowable, findInviteOfWork, findOpen, findTogether, listVisitors, noteSeen } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  publicUrl: string;
}

export function followUpRoutes(app: FastifyInstance, guard: Guard, needs: Needs): void {
  const { sql, publicUrl } = needs;
  serve(app, guard, followUpContract, {
    'GET /api/submissions/:submissionId/follow-up': ({ person, params }) =>
      followUpOf(needs, person, params.submissionId),
    'POST /api/submissions/:submissionId/follow-up': async ({ person, params }) => ({
      attemptId: await openFollowUp(needs, person, params.submissionId),
    }),
    'DELETE /api/submissions/:submissionId/follow-up': async ({ person, params }) => {
      await endFollowUp(needs, person, params.submissionId);
      return {};
    },
    'GET /api/attempts/:attemptId/follow-up': async ({ attemptId }) => {
      const inviteId = await findInviteOfWork(sql, attemptId);
      const open = inviteId === undefined ? undefined : await findOpen(sql, inviteId);
      return { open: open ? timesOf(open) : null };
    },
    'POST /api/attempts/:attemptId/follow-up': async ({ attemptId, request, reply }) => {
      const secret = followUpSecret(request.cookies[attemptCookie(attemptId)] ?? '');
      const followUpId = await joinFollowUp(needs, attemptId, secret);
      setAttemptCookie(reply, publicUrl, followUpId, secret);
      return { attemptId: followUpId };
    },
    'GET /api/attempts/:attemptId/together': ({ attemptId, person }) => together(needs, attemptId, person),
  });
}

async function followUpOf({ sql, clock }: Needs, person: Person, submissionId: string): Promise<FollowUp> {
  const work = await findFollowable(sql, person.organisationId, submissionId);
  if (!work) throw unknownSubmission();
  const { inviteId, snapshotHash: snapshot, candidateName: name } = work;
  const open = await findOpen(sql, inviteId);
  if (!open) return { snapshot, open: null };
  const visitors = await listVisitors(sql, open.attemptId);
  const here = namesHere([{ name, seenAt: open.candidateSeenAt }, ...visitors], clock());
  return { snapshot, open: { ...timesOf(open), here } };
}

/** Notes that the caller looks at it, and tells who else does. @param person undefined for the candidate */
async function together({ sql, clock }: Needs, attemptId: string, person?: Person): Promise<Together> {
  const now = clock();
  await noteSeen(sql, attemptId, person?.id, now);
  const row = await findTogether(sql, attemptId);
  if (!row) throw noFollowUp();
  const candidate = { name: row.candidateName, seenAt: person ? row.candidateSeenAt : null };
  const visitors = (await listVisitors(sql, attemptId)).filter(({ id }) => id !== person?.id);
  return {
    ...timesOf(row),
    snapshot: row.snapshotHash,
    side: person ? 'interviewer' : 'candidate',
    of: person ? row.submissionId : row.workId,
    here: namesHere([candidate, ...visitors], now),
  };
}

function timesOf({ openedBy, openedAt }: { openedBy: string; openedAt: Date }) {
  return { openedBy, openedAt: openedAt.toISOString(), endsAt: endOf(openedAt).toISOString() };
}
