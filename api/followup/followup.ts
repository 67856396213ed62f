import { Problem } from '../http/problem.ts';
import { hashSecret } from '../http/secret.ts';

/** So long one lasts at most. */
const lastsMs = 4 * 3_600_000;
/** Whose page has not asked for so long does not look at it. */
const awayMs = 10_000;
/** Each keeps its own files, so they must end somewhere. */
const mostFollowUps = 50;

export function endOf(openedAt: Date): Date {
  return new Date(openedAt.getTime() + lastsMs);
}

/** @returns since when those are open whose time is up */
export function dueSince(now: Date): Date {
  return new Date(now.getTime() - lastsMs);
}

/** @returns the names of those who look at it now */
export function namesHere(seen: readonly { name: string; seenAt: Date | null }[], now: Date): string[] {
  return seen
    .filter(({ seenAt }) => seenAt !== null && now.getTime() - seenAt.getTime() < awayMs)
    .map(({ name }) => name);
}

/** @throws Problem 409 unless there is a result to talk about, and somebody to talk with */
export function requireFollowable(row: { graded: boolean; anonymised: boolean; followUps: number }): void {
  if (!row.graded) throw new Problem(409, 'not-graded', 'The grading is not finished yet');
  if (row.anonymised) throw new Problem(409, 'anonymised', 'Nobody knows any more whose work this is');
  if (row.followUps >= mostFollowUps)
    throw new Problem(409, 'too-many', `Work can be opened ${mostFollowUps} times`);
}

/** The secret of the candidate's cookie follows from that of the attempt that the follow-up is about. */
export function followUpSecret(attemptSecret: string): string {
  return hashSecret(`follow-up ${attemptSecret}`).toString('base64url');
}
