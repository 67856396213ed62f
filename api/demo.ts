// What a new installation starts with: somebody to sign in as, an invite to try, and real scorecards to look at.
import { insertFiles } from './attempt/files.ts';
import { markPreparing, markStarted } from './attempt/store.ts';
import { deadlineOf } from './attempt/attempt.ts';
import type { Challenge } from './challenge/challenge.ts';
import type { Challenges } from './challenge/routes.ts';
import { publishChallenge } from './challenge/store.ts';
import type { Clock } from './clock.ts';
import type { Sql } from './db/connect.ts';
import type { Queue } from './db/queue.ts';
import { hashSecret, makeSecret } from './http/secret.ts';
import { inviteLink, usualStartBy } from './invite/invite.ts';
import { createInvite } from './invite/make.ts';
import { findInviteByToken, listKnownNames, openAttempt } from './invite/store.ts';
import { makeSignInLink } from './person/routes.ts';
import { findPersonByEmail, insertOrganisation, insertPerson } from './person/store.ts';
import { handIn } from './submission/submit.ts';

const managerEmail = 'manager@demo.invalid';

interface Needs {
  sql: Sql;
  queue: Queue;
  clock: Clock;
  publicUrl: string;
  challenges: Challenges;
}

export interface DemoLinks {
  signIn: string;
  /** Absent when there is no challenge to invite to. */
  invite: string | undefined;
  /** How many references were handed in just now, to be graded. */
  references: number;
}

/**
 * Makes the demo organisation unless it is there, and hands in each reference of the challenge once.
 * @param slug the challenge to show
 * @returns fresh links
 */
export async function prepareDemo(needs: Needs, slug: string): Promise<DemoLinks> {
  const { sql, clock, publicUrl, challenges } = needs;
  const manager = await ensureManager(sql);
  const signIn = await makeSignInLink(sql, manager.id, publicUrl, clock());
  const challenge = challenges.get(slug);
  if (!challenge) return { signIn, invite: undefined, references: 0 };
  const versionId = await publishChallenge(sql, challenge);
  const references = await handInReferences(needs, manager.organisationId, challenge, versionId);
  const now = clock();
  const draft = inviteOf(manager.organisationId, versionId, 'Demo candidate', now);
  const { token } = await sql.begin((tx) => createInvite(tx, draft, now));
  return { signIn, invite: inviteLink(publicUrl, token), references };
}

function inviteOf(organisationId: string, challengeVersionId: string, candidateName: string, now: Date) {
  return { organisationId, challengeVersionId, candidateName, createdBy: null, startBy: usualStartBy(now) };
}

async function ensureManager(sql: Sql): Promise<{ id: string; organisationId: string }> {
  const known = await findPersonByEmail(sql, managerEmail);
  if (known) return known;
  return sql.begin(async (tx) => {
    const organisationId = await insertOrganisation(tx, 'Demo');
    const roles = ['admin', 'manager'];
    const person = { organisationId, email: managerEmail, name: 'Demo manager', roles };
    return { id: await insertPerson(tx, person), organisationId };
  });
}

/** A run that was killed half-way goes on where it stopped. */
async function handInReferences(
  needs: Needs,
  organisationId: string,
  challenge: Challenge,
  versionId: string,
): Promise<number> {
  const names = Object.keys(challenge.references);
  const done = await listKnownNames(needs.sql, organisationId, names.map(candidateNameOf));
  const missing = names.filter((name) => !done.has(candidateNameOf(name)));
  for (const name of missing) {
    const draft = inviteOf(organisationId, versionId, candidateNameOf(name), needs.clock());
    await handInReference(needs, draft, challenge, name);
  }
  return missing.length;
}

function candidateNameOf(reference: string): string {
  return `Reference: ${reference}`;
}

/** The whole way of a candidate in one transaction: invite, attempt, files, submission and its job. */
async function handInReference(
  { sql, queue, clock }: Needs,
  draft: ReturnType<typeof inviteOf>,
  challenge: Challenge,
  name: string,
): Promise<void> {
  const [runtime, tree] = Object.entries(challenge.references[name]!.trees)[0]!;
  const now = clock();
  await sql.begin(async (tx) => {
    const { token } = await createInvite(tx, draft, now);
    const invite = await findInviteByToken(tx, hashSecret(token), now);
    const { attemptId: id } = await openAttempt(tx, invite!, hashSecret(makeSecret()), now);
    await markPreparing(tx, id, runtime, now);
    await insertFiles(tx, id, tree, now);
    await markStarted(tx, id, now, deadlineOf(now, challenge.minutes));
    await handIn(tx, queue, { id, organisationId: draft.organisationId }, { now, byDeadline: false });
  });
}
