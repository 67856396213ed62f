// Who may do what: the one table. Every route that a person calls names one of these acts as its `who`.

export const roles = ['admin', 'author', 'reviewer', 'blind-reviewer', 'manager'] as const;
export type Role = (typeof roles)[number];

/**
 * The roles that may do each act. Authors never read what candidates made. Blind reviewers see only what the review by
 * people shows them.
 */
export const may = {
  useOwnAccount: roles,
  managePeople: ['admin'],
  readChallenges: ['admin', 'author', 'reviewer', 'manager'],
  readInvites: ['admin', 'reviewer', 'manager'],
  invite: ['admin', 'manager'],
  readScorecards: ['admin', 'reviewer', 'manager'],
  share: ['admin', 'manager'],
  deleteCandidates: ['admin', 'manager'],
  readRecord: ['admin'],
  setRetention: ['admin'],
  /** Before somebody has decided; afterwards everybody who may read of a candidate does. */
  seeNames: ['admin', 'manager'],
  askForReview: ['admin', 'manager'],
  review: ['reviewer', 'blind-reviewer'],
  decide: ['admin', 'manager'],
} as const satisfies Record<string, readonly Role[]>;

/** Whether one of the person's roles allows the act. */
export function can(person: { roles: readonly string[] }, act: keyof typeof may): boolean {
  return may[act].some((role) => person.roles.includes(role));
}
