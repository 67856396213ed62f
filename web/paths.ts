// Every address of the web interface: the pattern for the router, and the maker of links to it.
const segment = encodeURIComponent;

export const patterns = {
  invites: '/',
  enter: '/sign-in',
  provider: '/sign-in/provider',
  signIn: '/sign-in/:token',
  account: '/account',
  people: '/people',
  brief: '/invite/:token',
  attempt: '/attempts/:attemptId',
  grading: '/submissions/:submissionId/grading',
  scorecard: '/submissions/:submissionId',
  compare: '/compare',
  shared: '/shared/:token',
  kept: '/invites/:inviteId/data',
  record: '/record',
  reviews: '/reviews',
  review: '/reviews/:reviewId',
  integrations: '/integrations',
  apiDocs: '/integrations/api',
} as const;

export const paths = {
  invites: () => '/',
  enter: () => '/sign-in',
  account: () => '/account',
  people: () => '/people',
  attempt: (attemptId: string) => `/attempts/${segment(attemptId)}`,
  grading: (submissionId: string) => `/submissions/${segment(submissionId)}/grading`,
  scorecard: (submissionId: string) => `/submissions/${segment(submissionId)}`,
  compare: (submissionIds: readonly string[]) => `/compare?with=${submissionIds.map(segment).join(',')}`,
  kept: (inviteId: string) => `/invites/${segment(inviteId)}/data`,
  record: () => '/record',
  reviews: () => '/reviews',
  review: (reviewId: string) => `/reviews/${segment(reviewId)}`,
  integrations: () => '/integrations',
  apiDocs: () => '/integrations/api',
};
