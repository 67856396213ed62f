// Opening, joining and ending. Nothing here touches the submission or its grading: a follow-up is an attempt of its own.
import { getChallenge } from '../attempt/open.ts';
import { markPreparing } from '../attempt/store.ts';
import type { Challenges } from '../challenge/routes.ts';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import type { Person } from '../http/serve.ts';
import { dropWorkspace, wantWorkspace } from '../workspace/store.ts';
import { dueSince, requireFollowable } from './followup.ts';
import {
  addCandidate,
  addVisitor,
  findInviteOfWork,
  findOpen,
  insertFollowUp,
  listOpenSince,
  lockFollowable,
  markEnded,
  type Followable,
} from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
}

/**
 * Joins the follow-up of a submission, which is opened where none is. One whose sandbox failed is tried again.
 * @returns its attempt's id
 * @throws Problem 404 unknown-submission; 409 not-graded, anonymised, too-many; 503 challenge-missing
 */
export async function openFollowUp(needs: Needs, person: Person, submissionId: string): Promise<string> {
  const { sql, clock, challenges } = needs;
  return sql.begin(async (tx) => {
    const work = await lockFollowable(tx, person.organisationId, submissionId);
    if (!work) throw unknownSubmission();
    const open = await findOpen(tx, work.inviteId);
    if (!open) requireFollowable(work);
    getChallenge(challenges, work.slug);
    const attemptId = open?.attemptId ?? (await begin(tx, person, work, clock()));
    if (open?.waiting !== false) await prepare(tx, attemptId, work.runtime, clock());
    if (open) await joinAs(tx, person, attemptId, clock());
    return attemptId;
  });
}

async function begin(tx: Db, person: Person, work: Followable, now: Date): Promise<string> {
  const { inviteId, challengeVersionId, followUps, snapshotHash } = work;
  // The candidate's own secret comes when they join.
  const secretHash = hashSecret(makeSecret());
  const draft = { inviteId, challengeVersionId, followUps, secretHash, openedBy: person.id, openedAt: now };
  const subject = await insertFollowUp(tx, draft);
  await addVisitor(tx, subject, person.id, now);
  const { organisationId, id: personId } = person;
  const opened = { action: 'follow-up.opened', subject, after: { snapshot: snapshotHash } };
  await audit(tx, { at: now, organisationId, personId, ...opened });
  return subject;
}

async function prepare(tx: Db, attemptId: string, runtime: string, now: Date): Promise<void> {
  await markPreparing(tx, attemptId, runtime, now);
  await wantWorkspace(tx, attemptId, false);
}

async function joinAs(tx: Db, person: Person, subject: string, now: Date): Promise<void> {
  if (!(await addVisitor(tx, subject, person.id, now))) return;
  const { organisationId, id: personId } = person;
  await audit(tx, { at: now, organisationId, personId, action: 'follow-up.joined', subject });
}

/**
 * Lets a candidate into the follow-up of their work.
 * @param secret of the cookie they get for it
 * @returns its attempt's id
 * @throws Problem 404 no-follow-up when none is open
 */
export async function joinFollowUp({ sql, clock }: Needs, workId: string, secret: string): Promise<string> {
  const now = clock();
  return sql.begin(async (tx) => {
    const inviteId = await findInviteOfWork(tx, workId);
    const open = inviteId === undefined ? undefined : await findOpen(tx, inviteId);
    if (!open) throw noFollowUp();
    const { attemptId: subject, organisationId } = open;
    if (await addCandidate(tx, subject, hashSecret(secret), now))
      await audit(tx, { at: now, organisationId, byCandidate: true, action: 'follow-up.joined', subject });
    return subject;
  });
}

/** @throws Problem 404 unknown-submission, no-follow-up when none is open */
export async function endFollowUp({ sql, clock }: Needs, person: Person, submissionId: string) {
  const now = clock();
  await sql.begin(async (tx) => {
    const { organisationId, id: personId } = person;
    const work = await lockFollowable(tx, organisationId, submissionId);
    if (!work) throw unknownSubmission();
    const open = await findOpen(tx, work.inviteId);
    if (!open) throw noFollowUp();
    await end(tx, open.attemptId, now);
    const ended = { action: 'follow-up.ended', subject: open.attemptId };
    await audit(tx, { at: now, organisationId, personId, ...ended });
  });
}

/** Ends those whose time is up. */
export async function endOverdue(sql: Sql, now: Date): Promise<void> {
  for (const { attemptId: subject, organisationId } of await listOpenSince(sql, dueSince(now)))
    await sql.begin(async (tx) => {
      if (await end(tx, subject, now))
        await audit(tx, { at: now, organisationId, action: 'follow-up.ended', subject });
    });
}

async function end(tx: Db, attemptId: string, now: Date): Promise<boolean> {
  await dropWorkspace(tx, attemptId);
  return markEnded(tx, attemptId, now);
}

export function unknownSubmission(): Problem {
  return new Problem(404, 'unknown-submission', 'There is no such submission');
}

export function noFollowUp(): Problem {
  return new Problem(404, 'no-follow-up', 'The code is not open at the moment');
}
