const listed = new Intl.ListFormat('en-GB');

export const followUpMessages = {
  followUp: {
    button: 'Open together',
    title: 'Open the code together with the candidate',
    text: [
      'You get the files exactly as they were handed in, with a terminal and the running service, as the candidate had them.',
      'The candidate’s own link then says that you opened their code. When they join, you both see and change the same files and use the same terminal and service.',
      'Nothing here is scored. What was handed in and its scorecard stay as they are.',
      'Other managers and admins can join too, and the record says who did. It ends when one of you ends it, at the latest after four hours.',
    ],
    snapshot: 'Fingerprint of the files it begins with',
    open: 'Open it now',
    isOpen: (name: string, since: string) => `${name} opened it, ${since}.`,
    join: 'Join',
    end: 'End the interview',
    endTitle: 'End the interview for everybody?',
    endText:
      'Nobody sees or changes these files any more. What was handed in can be opened again from the start.',
    stay: 'Go on',

    notScored: 'Interview: nothing here is scored',
    here: (names: readonly string[]) =>
      names.length === 0
        ? 'Nobody else is here'
        : `${listed.format(names)} ${names.length === 1 ? 'is' : 'are'} here`,
    away: 'Who else is here cannot be told right now',
    began: 'Began as handed in:',
    until: (time: string) => `open until ${time}`,
    leave: 'Leave',
    backToCard: 'To the scorecard',

    invited: (name: string) => `${name} opened your code for an interview`,
    invitedText: (organisation: string) => [
      'It begins with the files exactly as you handed them in. When you join, you both see and change the same files and use the same terminal and service.',
      `Managers and admins of ${organisation} can join; you see the name of everybody who looks. Nobody sees you before you join.`,
      'Nothing there is scored. What you handed in and its result stay as they are.',
    ],
    joinThem: 'Join',

    preparing: 'The code is being opened',
    preparingText: 'This takes a few seconds.',
    failed: 'The code could not be opened',
    failedText: 'This is our fault. The interviewer can open it once more from the scorecard.',
    over: 'The interview is over',
    overText: 'Nothing of it is scored. You can close this page.',
  },
};
