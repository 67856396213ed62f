// How an attempt gets its sandbox: it asks for one and waits its turn; when the sandbox is there the clock starts, or the
// time without one is given back.
import type { Challenge } from '../challenge/challenge.ts';
import type { Challenges } from '../challenge/routes.ts';
import type { Tree } from '../challenge/tree.ts';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { announce } from '../db/outbox.ts';
import { getTree } from '../db/trees.ts';
import { Problem } from '../http/problem.ts';
import type { WorkspaceState } from '../workspace/contract.ts';
import type { Attempts } from '../workspace/host.ts';
import { dropWorkspace, wantWorkspace } from '../workspace/store.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { runtimesOf, totalMinutes } from '../invite/invite.ts';
import { deadlineOf, requireAction, requireInvite, requireSignature } from './attempt.ts';
import { filesAt, insertFiles } from './files.ts';
import { keepPodChanges } from './pod-changes.ts';
import {
  creditLost,
  endPractice,
  getAttempt,
  getFiles,
  lockAttempt,
  markPreparing,
  markStarted,
  markWaiting,
  type AttemptRow,
} from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
}

/**
 * Asks for the attempt's sandbox. The clock starts when the sandbox is there; when it fails the attempt waits again and
 * the reason is in its workspace's state. Practice ends when the attempt itself starts.
 * @throws Problem 400 unknown-runtime, 409 not-signed, invite-over, or when the attempt is not waiting
 */
export async function startAttempt({ sql, clock, challenges }: Needs, attemptId: string, runtime: string) {
  const attempt = await getAttempt(sql, attemptId);
  requireAction(attempt, 'start', clock());
  requireInvite(attempt, clock());
  requireSignature(attempt);
  if (!runtimesOf(Object.keys(attempt.facts.starters), attempt.runtimes).includes(runtime))
    throw new Problem(400, 'unknown-runtime', `This challenge cannot be done in ${runtime}`);
  getChallenge(challenges, attempt.slug);
  await sql.begin(async (tx) => {
    if (!(await markPreparing(tx, attemptId, runtime, clock())))
      throw new Problem(409, 'attempt-preparing', 'The workspace is being prepared');
    const practice = attempt.practice ? undefined : await endPractice(tx, attempt.inviteId, clock());
    if (practice) await dropWorkspace(tx, practice);
    await wantWorkspace(tx, attemptId, false);
  });
}

/**
 * Asks for the sandbox of an attempt that runs, where it was closed because nobody looked at it.
 * @returns how the sandbox is
 */
export async function wake(
  { sql, workspaces }: { sql: Sql; workspaces: Pick<Workspaces, 'state'> },
  attemptId: string,
): Promise<WorkspaceState> {
  const state = await workspaces.state(attemptId);
  if (state.sandbox !== 'none') return state;
  await wantWorkspace(sql, attemptId, true);
  return workspaces.state(attemptId);
}

/** What the runners must know of attempts. */
export function attemptsOf({ sql, clock, challenges }: Needs): Attempts {
  return {
    open: async (attemptId) => {
      const attempt = await getAttempt(sql, attemptId);
      const challenge = getChallenge(challenges, attempt.slug);
      return { challenge, runtime: attempt.runtime!, tree: await filesOf(sql, attempt) };
    },
    filesAt: (attemptId, treeHash) => filesAt(sql, attemptId, treeHash, clock()),
    saved: (attemptId) => getFiles(sql, attemptId),
    keep: (attemptId, changes) => keepPodChanges(sql, attemptId, changes, clock()),
    ready: async (tx, attemptId, lostAt) => {
      const attempt = await lockAttempt(tx, attemptId);
      if (!attempt.startedAt) await startClock(tx, attempt, clock());
      else if (lostAt) await creditLost(tx, attemptId, lostAt);
    },
    failed: markWaiting,
  };
}

function filesOf(db: Db, { id, startedAt, follows, facts, runtime }: AttemptRow): Promise<Tree> {
  return startedAt ? getFiles(db, id) : getTree(db, follows ?? facts.starters[runtime!]!);
}

async function startClock(tx: Db, attempt: AttemptRow, now: Date) {
  const { id: subject, organisationId, runtime, facts, extraTime, practice } = attempt;
  const minutes = totalMinutes(facts.summary.minutes, extraTime);
  await insertFiles(tx, subject, await filesOf(tx, attempt), now);
  await markStarted(tx, subject, now, practice ? null : deadlineOf(now, minutes));
  if (practice) return;
  const started = { action: 'attempt.started', after: { runtime: runtime!, minutes } };
  await audit(tx, { at: now, organisationId, subject, ...started });
  await announce(tx, { type: 'attempt.started', at: now, about: { attemptId: subject } });
}

/** @throws Problem 503 when the challenge's folder is no longer there */
export function getChallenge(challenges: Challenges, slug: string): Challenge {
  const challenge = challenges.get(slug);
  if (!challenge) throw new Problem(503, 'challenge-missing', `The challenge ${slug} is not on this machine`);
  return challenge;
}
