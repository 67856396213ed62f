import type { FastifyBaseLogger } from 'fastify';
import type { Challenge } from '../challenge/challenge.ts';
import type { Challenges } from '../challenge/routes.ts';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import { getTree } from '../db/trees.ts';
import { Problem } from '../http/problem.ts';
import { deadlineOf, requireAction } from './attempt.ts';
import { insertFiles } from './files.ts';
import { getAttempt, markPreparing, markStarted, markWaiting, type AttemptRow } from './store.ts';
import type { Workspaces } from './workspaces.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  workspaces: Workspaces;
}

/**
 * Begins to prepare the attempt's sandbox, in the background. The clock starts when the sandbox is there; when it fails
 * the attempt waits again and the reason is in its workspace's state.
 * @throws Problem 400 unknown-runtime, 409 when the attempt is not waiting
 */
export async function startAttempt(needs: Needs, attemptId: string, runtime: string, log: FastifyBaseLogger) {
  const { sql, clock, challenges } = needs;
  const attempt = await getAttempt(sql, attemptId);
  requireAction(attempt, 'start', clock());
  if (!attempt.facts.starters[runtime])
    throw new Problem(400, 'unknown-runtime', `This challenge cannot be done in ${runtime}`);
  const challenge = getChallenge(challenges, attempt.slug);
  if (!(await markPreparing(sql, attemptId, runtime, clock())))
    throw new Problem(409, 'attempt-preparing', 'The workspace is being prepared');
  void prepare(needs, attempt, challenge, runtime)
    .catch(async (error: unknown) => {
      log.error({ attemptId, err: error }, 'The workspace could not be prepared');
      await markWaiting(sql, attemptId);
    })
    .catch((error: unknown) => log.error(error));
}

async function prepare(needs: Needs, attempt: AttemptRow, challenge: Challenge, runtime: string) {
  const { sql, clock, workspaces } = needs;
  const starter = await getTree(sql, attempt.facts.starters[runtime]!);
  await workspaces.for(attempt.id, challenge, runtime).run(starter);
  const now = clock();
  await sql.begin(async (tx) => {
    await insertFiles(tx, attempt.id, starter, now);
    await markStarted(tx, attempt.id, now, deadlineOf(now, attempt.facts.summary.minutes));
    const { organisationId, id: subject } = attempt;
    await audit(tx, { at: now, organisationId, action: 'attempt.started', subject, facts: { runtime } });
  });
}

/** @throws Problem 503 when the challenge's folder is no longer there */
export function getChallenge(challenges: Challenges, slug: string): Challenge {
  const challenge = challenges.get(slug);
  if (!challenge) throw new Problem(503, 'challenge-missing', `The challenge ${slug} is not on this machine`);
  return challenge;
}
