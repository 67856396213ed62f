import { plural } from '../plural.ts';

export const shareMessages = {
  share: {
    button: 'Share',
    title: 'Share this scorecard by a link',
    text: 'Whoever has the link can read the scorecard until it ends, without signing in. They cannot change anything.',
    days: 'The link works for',
    dayCounts: (days: number) => plural(days, 'day', 'days'),
    showsName: 'Show the candidate’s name',
    showsNameText:
      'Otherwise the page is blind: the name and e-mail addresses are taken out of what the service wrote as well.',
    showsSource: 'Show the code that was changed',
    showsSourceText:
      'Read it first: it may say who wrote it in a way that we do not find, such as a nickname.',
    make: 'Make the link',
    ready: 'It is shown only now, so copy it before you close this.',
    link: 'Link to this scorecard',
    links: 'Links to this scorecard',
    none: 'There are none yet.',
    made: (when: string, who: string | null) => (who === null ? `Made ${when}` : `Made ${when} by ${who}`),
    states: {
      open: (until: string) => `works until ${until}`,
      expired: (until: string) => `ended ${until}`,
      revoked: () => 'revoked',
    },
    shows: (name: boolean, source: boolean) =>
      `${name ? 'with the name' : 'blind'}, ${source ? 'with the code' : 'without the code'}`,
    neverOpened: 'Not opened yet',
    opened: (count: number, last: string) => `Opened ${plural(count, 'time', 'times')}, last ${last}`,
    revoke: 'Revoke',
    revokeThis: (made: string) => `Revoke the link of ${made}`,
  },

  shared: {
    somebody: 'A candidate',
    until: (when: string) => `Shared with you until ${when}`,
    noCode: 'The code is not part of this link.',
    wrong: 'This link does not work',
    wrongText: 'It may be mistyped, out of date or revoked. Ask the person who sent it to you for a new one.',
  },
};
