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
  deleteCandidates: ['admin', 'manager'],
  readRecord: ['admin'],
  setRetention: ['admin'],
} as const satisfies Record<string, readonly Role[]>;
