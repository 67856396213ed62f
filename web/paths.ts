// Every address of the web interface: the pattern for the router, and the maker of links to it.
const segment = encodeURIComponent;

export const patterns = {
  invites: '/',
  signIn: '/sign-in/:token',
  brief: '/invite/:token',
  attempt: '/attempts/:attemptId',
  grading: '/submissions/:submissionId/grading',
  scorecard: '/submissions/:submissionId',
  integrations: '/integrations',
  apiDocs: '/integrations/api',
} as const;

export const paths = {
  invites: () => '/',
  attempt: (attemptId: string) => `/attempts/${segment(attemptId)}`,
  grading: (submissionId: string) => `/submissions/${segment(submissionId)}/grading`,
  scorecard: (submissionId: string) => `/submissions/${segment(submissionId)}`,
  integrations: () => '/integrations',
  apiDocs: () => '/integrations/api',
};
