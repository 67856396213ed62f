import type { Retention } from '../../api/attempt/contract.ts';
import { plural } from '../plural.ts';
import { actMessages } from './act-messages.ts';

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
    ...actMessages,
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
    anonymisation: 'Anonymise this candidate',
    anonymisationText:
      'Name, address, signature, requests, practice, timeline and earlier versions of their files go at once, and what the record says of them. Nothing of that can be had back.',
    stays:
      'What they handed in, results, reviews and decisions stay, without the name, just as they were written.',
    whyAnonymise: 'Why',
    whyAnonymiseText: 'Stays on record. Leave out who it is.',
    anonymiseNow: 'Anonymise for good',
    anonymiseBlocked: 'A legal hold stands; nothing is anonymised until it is lifted.',
    anonymiseLater: 'This can be done once the work is over, or the invite was called back.',
    anonymisedOn: (when: string) => `Anonymised on ${when}. Nothing here tells who it was any more.`,
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
