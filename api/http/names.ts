import { can } from './roles.ts';

/**
 * @param candidate `id` is of their submission, or of their invite while there is none
 * @returns the candidate's name; for those who only review a code in its place, until somebody has decided
 */
export function shownName(
  person: { roles: readonly string[] },
  candidate: { id: string; candidateName: string; decided: boolean },
): string {
  const { id, candidateName, decided } = candidate;
  return decided || can(person, 'seeNames') ? candidateName : codeOf(id);
}

/** What a candidate is called who is not to be known, such as Candidate 3F9A1C. */
export function codeOf(id: string): string {
  return `Candidate ${id.slice(0, 6).toUpperCase()}`;
}
