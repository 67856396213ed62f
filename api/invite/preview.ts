import type { Challenges } from '../challenge/routes.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import type { Person } from '../http/serve.ts';
import { readCandidates } from './candidate-list.ts';
import type { NewCandidate, Preview } from './contract.ts';
import { getOffered } from './make.ts';
import { listInvitedAlready } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
}

/** Reads a list of candidates and makes nothing. @throws Problem 404 unknown-challenge */
export async function previewInvites(
  { sql, clock, challenges }: Needs,
  { organisationId }: Person,
  { challenge, text }: { challenge: string; text: string },
): Promise<Preview> {
  const now = clock();
  const runtimes = Object.keys(getOffered(challenges, challenge).starters);
  const { candidates, problems } = readCandidates(text, { runtimes, now });
  const emails = candidates.flatMap(({ email }) => email?.toLowerCase() ?? []);
  const already = await listInvitedAlready(sql, { organisationId, challenge, emails }, now);
  const isKnown = ({ email }: NewCandidate) => email !== undefined && already.has(email.toLowerCase());
  const known = candidates.filter(isKnown).map(({ line, candidateName, email }) => ({
    line,
    text: `${candidateName}, ${email}`,
    what: `${email} has an invite to this challenge that still holds`,
  }));
  return {
    candidates: candidates.filter((candidate) => !isKnown(candidate)),
    problems: [...problems, ...known].toSorted((a, b) => a.line - b.line),
  };
}
