/** Whether somebody is asked to read candidates' code. */
export const reviews = (roles: readonly string[]) =>
  roles.includes('reviewer') || roles.includes('blind-reviewer');

/** Whether they see nothing of candidates besides. */
export const onlyReviews = (roles: readonly string[]) =>
  roles.length > 0 && roles.every((role) => role === 'blind-reviewer');
