// Every word the interface says, each stage's in its own folder, so that another language is one more object of this type.
import { attemptMessages } from './attempt/messages.ts';
import { decisionMessages } from './decision/messages.ts';
import { compareMessages } from './compare/messages.ts';
import { followUpMessages } from './followup/messages.ts';
import { gradingMessages } from './grading/messages.ts';
import { integrationMessages } from './integrations/messages.ts';
import { inviteMessages } from './invite/messages.ts';
import { personMessages } from './person/messages.ts';
import { plural } from './plural.ts';
import { recordMessages } from './record/messages.ts';
import { reviewMessages } from './review/messages.ts';
import { scorecardMessages } from './scorecard/messages.ts';
import { shareMessages } from './share/messages.ts';
import { submissionMessages } from './submission/messages.ts';

export const messages = {
  product: 'Proofload',
  pageTitle: (title: string) => `${title} · Proofload`,
  loading: 'Loading…',
  tryAgain: 'Try again',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Not copied: select it and copy by hand',
  skip: 'Skip to the content',
  bands: { below: 'Below the bar', meets: 'Meets minimum', solid: 'Solid', strong: 'Strong' },
  minutes: (n: number) => plural(n, 'minute', 'minutes'),

  error: {
    unreachable: 'The server cannot be reached right now.',
    unknown: 'Something went wrong on our side.',
    failed: 'This could not be loaded',
    trying: 'We keep trying; the page goes on by itself.',
    broken: 'A part of this page could not be shown. What you typed is safe.',
    reload: 'Load the page again',
    noPage: 'No such page',
    noPageText: 'The address may be mistyped, or the page has moved.',
  },

  ...personMessages,
  ...inviteMessages,
  ...attemptMessages,
  ...submissionMessages,
  ...gradingMessages,
  ...scorecardMessages,
  ...compareMessages,
  ...shareMessages,
  ...recordMessages,
  ...reviewMessages,
  ...decisionMessages,
  ...followUpMessages,
  ...integrationMessages,
};
