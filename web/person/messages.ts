export const personMessages = {
  person: {
    signingIn: 'Signing you in…',
    badLink: 'This sign-in link no longer works',
    badLinkText:
      'Each link works once and for a limited time. Ask the person who runs Proofload for a new one.',
    signedOut: 'You are signed out',
    signedOutText: 'Open your sign-in link again, or ask the person who runs Proofload for a new one.',
    notAllowed: 'Not for your role',
    signOut: 'Sign out',
  },
};
