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
  /** With the candidate, on the work handed in, opened again. */
  interview: ['admin', 'manager'],
  integrate: ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Act = keyof typeof may;

/**
 * The acts that a program may be given by an API token, and what each is in plain words. What is not here no token does:
 * whatever concerns a person's own account, other people, tokens themselves, or a judgement that is a person's to make.
 */
export const scopes = {
  readChallenges: 'List the challenges',
  readInvites: 'List the candidates, and how far each is',
  invite: 'Invite candidates and change their time',
  readScorecards: 'Follow gradings; read scorecards, timelines and the files handed in',
} as const satisfies Partial<Record<Act, string>>;
export type Scope = keyof typeof scopes;

/** @param who one of the lists of `may`, as a route names it @returns the scope a token needs for it, if tokens may do it */
export function scopeOf(who: unknown): Scope | undefined {
  return (Object.keys(scopes) as Scope[]).find((scope) => may[scope] === who);
}

/** Whether one of the person's roles allows the act. */
export function can(person: { roles: readonly string[] }, act: Act): boolean {
  return may[act].some((role) => person.roles.includes(role));
}
