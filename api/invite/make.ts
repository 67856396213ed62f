// How invites are made: one by one or many at once, all of them or none.
import { practiceSlug } from '../challenge/practice.ts';
import type { Challenge } from '../challenge/challenge.ts';
import type { Challenges } from '../challenge/routes.ts';
import { publishChallenge } from '../challenge/store.ts';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import type { Queue } from '../db/queue.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import type { Person } from '../http/serve.ts';
import type { AiRule, NewCandidate } from './contract.ts';
import { inviteLink, startByOf, usualStartBy, type ListedInvite } from './invite.ts';
import { getInvites } from './list/store.ts';
import { queueMail } from './mailing/mailing.ts';
import { insertInvite, listInvitedAlready, lockOrganisation } from './store.ts';

interface Needs {
  sql: Sql;
  queue: Queue;
  clock: Clock;
  challenges: Challenges;
  publicUrl: string;
  /** Whether e-mail is set up. */
  canMail: boolean;
}

/** What is decided for all of them. */
interface Choices {
  challenge: string;
  aiRule?: AiRule | undefined;
  sharesResult?: boolean | undefined;
  /** To those who have an address; true unless told otherwise. */
  sendMail?: boolean | undefined;
}

export interface MadeRow {
  invite: ListedInvite;
  /** Null when it goes by e-mail. */
  link: string | null;
}

interface Draft {
  organisationId: string;
  challengeVersionId: string;
  candidateName: string;
  email?: string;
  /** Who invites; null for the platform's own demo. */
  createdBy: string | null;
  startBy: Date;
  runtimes?: string[];
  extraTime?: number;
  aiRule?: AiRule;
  sharesResult?: boolean;
}

/**
 * Makes an invite for each of them in one transaction, and queues the e-mails.
 * @throws Problem 404 unknown-challenge, 400 unknown-runtime, bad-start-by, 409 invited-already
 */
export async function makeInvites(
  needs: Needs,
  person: Person,
  { challenge: slug, aiRule = 'open', sharesResult = false, sendMail = true }: Choices,
  candidates: NewCandidate[],
): Promise<MadeRow[]> {
  const { sql, clock, challenges } = needs;
  const { organisationId, id: createdBy } = person;
  const now = clock();
  const challenge = getOffered(challenges, slug);
  for (const candidate of candidates) requireRuntimes(challenge, candidate);
  const startBys = candidates.map(({ startBy }) =>
    startBy === undefined ? usualStartBy(now) : requireStartBy(startBy, now),
  );
  const challengeVersionId = await publishChallenge(sql, challenge);
  const shared = { organisationId, challengeVersionId, createdBy, aiRule, sharesResult };
  return sql.begin(async (tx) => {
    await lockOrganisation(tx, organisationId);
    await requireNew(tx, { organisationId, challenge: slug }, candidates, now);
    const ids: string[] = [];
    const links: (string | null)[] = [];
    for (const [index, candidate] of candidates.entries()) {
      const draft = { ...shared, ...candidate, startBy: startBys[index]! };
      const { id, link } = await makeOne(tx, needs, draft, sendMail, now);
      ids.push(id);
      links.push(link);
    }
    const invites = await getInvites(tx, ids, now);
    return invites.map((invite, index) => ({ invite, link: links[index] ?? null }));
  });
}

/** @returns the link, null when it goes by e-mail */
async function makeOne(
  tx: Db,
  { queue, publicUrl, canMail }: Needs,
  draft: Draft,
  sendMail: boolean,
  now: Date,
): Promise<{ id: string; link: string | null }> {
  const { id, token } = await createInvite(tx, draft, now);
  if (!sendMail || !canMail || draft.email === undefined) return { id, link: inviteLink(publicUrl, token) };
  await queueMail(tx, queue, { inviteId: id, kind: 'invite', queuedAt: now });
  return { id, link: null };
}

/** @returns the invite's id and its token, which is stored nowhere */
export async function createInvite(tx: Db, draft: Draft, now: Date): Promise<{ id: string; token: string }> {
  const { extraTime = 1, aiRule = 'open', sharesResult = false, runtimes = null, startBy } = draft;
  const token = makeSecret();
  const id = await insertInvite(tx, { ...draft, tokenHash: hashSecret(token), createdAt: now });
  await audit(tx, {
    at: now,
    organisationId: draft.organisationId,
    ...(draft.createdBy && { personId: draft.createdBy }),
    action: 'invite.created',
    subject: id,
    after: { extraTime, aiRule, sharesResult, runtimes, startBy: startBy.toISOString() },
  });
  return { id, token };
}

/** @throws Problem 404 unknown-challenge */
export function getOffered(challenges: Challenges, slug: string): Challenge {
  const challenge = challenges.get(slug);
  if (!challenge || slug === practiceSlug)
    throw new Problem(404, 'unknown-challenge', `There is no challenge ${slug}`);
  return challenge;
}

/** @throws Problem 400 bad-start-by */
export function requireStartBy(day: string, now: Date): Date {
  const startBy = startByOf(day, now);
  if (!startBy) throw new Problem(400, 'bad-start-by', `${day} is no day to start by within the next year`);
  return startBy;
}

function requireRuntimes({ starters, title }: Challenge, { runtimes = [] }: NewCandidate): void {
  const unknown = runtimes.find((runtime) => !starters[runtime]);
  if (unknown !== undefined)
    throw new Problem(400, 'unknown-runtime', `${title} cannot be done in ${unknown}`);
}

/** Whoever asks the same twice, after a lost answer say, writes to nobody twice. */
async function requireNew(
  tx: Db,
  where: { organisationId: string; challenge: string },
  candidates: NewCandidate[],
  now: Date,
): Promise<void> {
  const emails = candidates.flatMap(({ email }) => email?.toLowerCase() ?? []);
  const twice = emails.find((email, index) => emails.indexOf(email) < index);
  const [already] = await listInvitedAlready(tx, { ...where, emails }, now);
  const known = twice ?? already;
  if (known !== undefined)
    throw new Problem(409, 'invited-already', `${known} has an invite to this challenge that still holds`);
}
