import type { Retention } from '../../api/attempt/contract.ts';
import { plural } from '../plural.ts';

const days = (n: number) => plural(n, 'day', 'days');

/** @returns how long things are kept, said to the candidate they are about */
function keptLines(
  organisation: string,
  { anonymiseAfterDays, deleteAfterDays }: Retention,
): readonly string[] {
  if (anonymiseAfterDays === null && deleteAfterDays === null)
    return [`It is kept until ${organisation} deletes it. Ask them how long that is, or to delete it.`];
  const rest = deleteAfterDays === null ? `, until ${organisation} deletes it` : '';
  return [
    ...(anonymiseAfterDays === null
      ? []
      : [
          `${days(anonymiseAfterDays)} after the end of your work everything that tells who you are goes: your name, your signature, what you wrote to ${organisation}, the timeline and earlier versions of your files. What you handed in and what was measured stays without a name${rest}.`,
        ]),
    ...(deleteAfterDays === null
      ? []
      : [`${days(deleteAfterDays)} after the end of your work everything is deleted.`]),
    `Ask ${organisation} if it should go sooner. It stays longer only where they must keep it by law.`,
  ];
}

export const recordMessages = {
  keeping: {
    title: 'How long it is kept',
    lines: keptLines,
    take: 'Download everything that is kept of you',
  },

  record: {
    title: 'Record',
    intro:
      'Who did what, and from where. Lines are added and never changed. When a candidate is deleted or anonymised, what lines say of them is removed, and the lines stay.',
    log: 'What was done',
    person: 'Who',
    anybody: 'Anybody',
    action: 'What',
    anything: 'Anything',
    from: 'From',
    until: 'Until',
    when: 'When',
    about: 'About',
    change: 'Before and after',
    where: 'From where',
    earlier: 'Show earlier lines',
    nothing: 'Nothing is on record that fits.',
    deleted: 'a deleted candidate',
    erased: 'Removed with the candidate',
    unset: 'nothing',
    values: { true: 'yes', false: 'no' } as Record<string, string>,
    actors: { candidate: 'The candidate', platform: 'Proofload itself' } as Record<string, string>,
    actions: {
      'person.signed-in': 'Signed in',
      'person.signed-out': 'Signed out',
      'person.invited': 'Let somebody in',
      'person.removed': 'Removed somebody',
      'person.roles-changed': 'Changed somebody’s roles',
      'person.link-asked': 'Asked for a sign-in link',
      'person.link-made': 'Made a sign-in link',
      'person.identity-linked': 'Linked a company account',
      'organisation.made': 'Began the organisation',
      'invite.created': 'Invited',
      'invite.extra-time': 'Changed the time',
      'attempt.opened': 'Opened the invite',
      'attempt.signed': 'Agreed to the rules',
      'attempt.started': 'Clock started',
      'attempt.withdrawn': 'Withdrew',
      'accommodation.asked': 'Asked for something',
      'disclosure.told': 'Told what helped',
      'submission.made': 'Handed in',
      'grading.asked-again': 'Had it graded again',
      'grading.regraded': 'Put another grading in its place',
      'grading.rescored': 'Scored it again',
      'follow-up.opened': 'Opened the code together',
      'follow-up.joined': 'Joined the interview',
      'follow-up.ended': 'Ended the interview',
      'data.taken': 'Downloaded their data',
      'retention.changed': 'Changed how long data is kept',
      'retention.applied': 'Let go what was due',
      'hold.placed': 'Placed a legal hold',
      'hold.lifted': 'Lifted a legal hold',
      'candidate.anonymised': 'Anonymised',
      'candidate.deleted': 'Deleted',
    } as Record<string, string>,
    fields: {
      extraTime: 'time factor',
      aiRule: 'what may help',
      sharesResult: 'shows the result',
      startBy: 'to start by',
      signature: 'signature',
      accommodation: 'asked for',
      disclosure: 'helped by',
      runtime: 'language',
      minutes: 'minutes',
      snapshot: 'fingerprint',
      byDeadline: 'by the deadline',
      anonymiseAfterDays: 'anonymise after days',
      deleteAfterDays: 'delete after days',
      reason: 'reason',
      by: 'by',
      via: 'by',
    } as Record<string, string>,
  },

  retention: {
    title: 'How long candidates’ data is kept',
    text: 'Counted from the end of the work, or from when the link stopped working. What is due is done once a day. Candidates read this before they start and after they have handed in.',
    anonymise: 'Anonymise after so many days',
    anonymiseText:
      'Name, signature, requests, timeline and earlier versions go. Code handed in and results stay.',
    delete: 'Delete after so many days',
    deleteText: 'Nothing stays. Empty: until somebody deletes it.',
    placeholder: 'never',
    wrong: 'A whole number from 1 to 3650, or nothing.',
    save: 'Save',
    saved: 'Saved.',
  },

  kept: {
    link: 'What is kept',
    linkFor: (name: string) => `What is kept of ${name}`,
    title: (name: string) => `What is kept of ${name}`,
    challenge: 'Challenge',
    over: 'Work over',
    notOver: 'not yet',
    versions: 'Versions of files',
    events: 'Events in the timeline',
    gradings: 'Gradings',
    anonymised: 'Anonymised',
    anonymise: 'To be anonymised',
    delete: 'To be deleted',
    byHand: 'when somebody does it',
    hold: 'Legal hold',
    holdText: 'While it stands, nothing of this candidate is anonymised or deleted, by hand or by time.',
    held: (since: string) => `Held since ${since}:`,
    reason: 'Why it must be kept',
    reasonMissing: 'Write why.',
    place: 'Place the hold',
    lift: 'Lift the hold',
    deletion: 'Delete this candidate',
    deletionText:
      'Invite, work, results, timeline and reviews go at once, and what the record says of them. Work that is going on ends. Nothing can be had back.',
    blocked: 'A legal hold stands; nothing is deleted until it is lifted.',
    confirm: (name: string) => `Type “${name}” to confirm`,
    confirmWrong: 'Type the name exactly as it is written here.',
    deleteNow: 'Delete for good',
    gone: 'Deleted',
    goneText: 'Nothing is kept of this candidate any more.',
    back: 'To the candidates',
  },
};
