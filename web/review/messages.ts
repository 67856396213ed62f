import { plural } from '../plural.ts';

export const reviewMessages = {
  reviews: {
    title: 'To review',
    text: 'Code of candidates whose names are told once somebody has decided. Everybody who reviews meets it in an order of their own.',
    empty: 'Nothing to review',
    emptyText: 'When somebody asks you to read a candidate’s code, it is here.',
    asked: (when: string) => `asked ${when}`,
    done: 'What you have answered',
    answered: (when: string) => `answered ${when}`,
    parts: { reader: 'One of two who read', third: 'Two differ, you decide' },
    more: 'Show more',
  },

  review: {
    title: (code: string, challenge: string) => `${code} · ${challenge}`,
    back: 'To review',
    blind:
      'Read what the candidate changed, and say of each statement whether it is true. Who wrote it is not told before somebody has decided; a comment in the code may still tell, and we cannot help that.',
    third:
      'Two people have answered the statements below differently. What they said is not shown: your word decides.',
    changes: 'What the candidate changed',
    noChanges: 'No file differs from the starting point.',
    items: 'True or false?',
    answers: { true: 'True', false: 'False', unknown: 'Cannot tell' },
    note: (statement: string) => `Note on “${statement}”`,
    notePlaceholder: 'Where one sees it (not needed)',
    missing: 'This has no answer yet.',
    progress: (done: number, all: number) => `${done} of ${plural(all, 'statement', 'statements')} answered`,
    final: 'What is handed in stays as it is.',
    handIn: 'Hand in',
    mine: 'What you said',
    answered:
      'Thank you, this is handed in. What others said, and why it was asked, is shown here once the other answers are in.',
    compared: 'Both are in. Here is who said what.',
    closed: 'Somebody decided about this candidate before you had answered. Nothing is left to do here.',
    named: (name: string) => `It was the code of ${name}.`,
    handedOver: 'This is not yours to read any more',
  },

  reading: {
    title: 'Read by people',
    text: 'Two people read the code without knowing whose it is or what the other says. Told beside the score, and never part of it.',
    nobody: 'Nobody was asked to read the code.',
    noReviewers:
      'This needs two people with the role of a reviewer or blind reviewer, and of no role that sees names.',
    noThird:
      'This needs a third person with the role of a reviewer or blind reviewer, and of no role that sees names.',
    first: 'First',
    second: 'Second',
    third: 'Third',
    reviewer: (name: string, open: number) =>
      open === 0 ? name : `${name} (${plural(open, 'review', 'reviews')} open)`,
    ask: 'Ask two people',
    askThird: 'Ask a third',
    askThirdText: (count: number) =>
      `They differ on ${plural(count, 'statement', 'statements')}. A third person, who sees neither answer, decides on those.`,
    waiting: (people: string) => `Waiting for ${people}.`,
    waitingFor: (name: string, when: string) => `${name}, asked ${when}`,
    handOver: {
      open: 'Ask somebody else instead',
      text: 'Whoever is replaced is told so, and can hand nothing in. What they have filled in is not kept.',
      from: 'In place of',
      to: 'Ask',
      do: 'Hand it over',
      nobody: 'This needs somebody who reviews, sees no names, and has no part in this review.',
    },
    states: {
      reading: (answered: number) =>
        `${answered} of 2 have answered. Nobody’s answers are shown before both are in.`,
      deciding: 'A third person has been asked where the two differ.',
      closed: 'It was decided before the reading was over.',
    },
    good: (good: number, all: number) => `${good} of ${plural(all, 'answer', 'answers')} as one hopes`,
    same: (same: number, all: number) =>
      `The two said the same of ${same} of ${plural(all, 'statement', 'statements')}.`,
    agreement: (pairs: number, share: number, ac1: string) =>
      `Over all who read this version of the challenge: ${pairs} pairs of answers, ${share} % alike; beyond chance ${ac1} (Gwet’s AC1: 0 is chance, 1 is always).`,
    tooFew: (pairs: number, enough: number) =>
      `How far those agree who read this version of the challenge cannot be told yet: there are ${pairs} pairs of answers, and ${enough} are needed.`,
    results: {
      hoped: 'as one hopes',
      not: 'not as one hopes',
      unknown: 'nobody can tell',
      open: 'they differ',
    },
    said: (by: string, answer: string) => `${by}: ${answer}`,
  },
};
