// What the changed files give reason to ask. Code is never judged here: it is only where a question begins.
import type { Note } from './note.ts';
import { counted } from './phrases.ts';

/** A file that differs between two trees; null where a side does not have it. */
export interface ChangedFile {
  path: string;
  before: string | null;
  after: string | null;
}

interface Sign {
  weight: number;
  pattern: RegExp;
  ask: string;
  listenFor: string;
}

const signs: readonly Sign[] = [
  {
    weight: 34,
    pattern: /catch\s*(\([^)]*\))?\s*\{\s*\}|except[^\n:]*:\s*\n?\s*pass\b/,
    ask: 'Here an error is caught and dropped. Which errors did you have in mind, and which others will land here?',
    listenFor: 'Catches the one that is expected and lets the others through, or at least writes them down.',
  },
  {
    weight: 33,
    pattern: /for update|advisory_(xact_)?lock|\bserializable\b|\bmutex\b|\.Lock\(\)/i,
    ask: 'You lock here. Who has to wait for whom, and can two wait for each other?',
    listenFor:
      'Names what is locked and for how long, takes locks in a fixed order, and knows what happens when the holder dies.',
  },
  {
    weight: 32,
    pattern: /create\s+(unique\s+)?index/i,
    ask: 'You added an index. How did you find out that it was missing, and what does it cost?',
    listenFor:
      'Looked at the plan of a slow query. Knows that writing gets slower and that the order of columns matters.',
  },
  {
    weight: 31,
    pattern: /\bretry|\bretries|\bbackoff|\battempts?\b\s*(<|>|\+\+)/i,
    ask: 'You try again here when a call fails. When does trying again make things worse?',
    listenFor:
      'Only what may safely happen twice, a few times, with growing pauses. Many who retry at once keep a weak service down.',
  },
  {
    weight: 30,
    pattern: /\bcache\b|\blru\b|\bmemo(ize)?\b/i,
    ask: 'You keep a copy of something here. When is it wrong, how big can it get, and what if two copies of the service run?',
    listenFor:
      'A limit on age and on size, and what removes it when the original changes. Knows that each copy of the service has its own.',
  },
  {
    weight: 29,
    pattern: /\b(TODO|FIXME|XXX)\b/,
    ask: 'You left a note to yourself here. What did you leave out, and why this?',
    listenFor: 'Chose on purpose what mattered least, and can say what would be next.',
  },
  {
    weight: 28,
    pattern: /AbortSignal\.timeout|context\.WithTimeout|\btimeout\b\s*[:=]|statement_timeout|query_timeout/i,
    ask: 'You chose a time limit here. Why this long, and what happens to the work when it is over?',
    listenFor:
      'Starts from how long the user waits. Knows whether the work goes on behind a request that was given up.',
  },
];

const tests = /(^|\/)(tests?|spec|__tests__)\/|[._](test|spec)\.[a-z]+$|_test\.go$|(^|\/)test_[^/]+\.py$/;

/** Questions that begin at a place in the code. @param files what the candidate changed */
export function codeNotes(files: readonly ChangedFile[]): Note[] {
  if (files.length === 0) return [nothingChanged];
  const found = signs.flatMap((sign) => {
    const file = files.find(
      ({ path, before, after }) => !tests.test(path) && sign.pattern.test(added(before, after)),
    );
    return file ? [noteOf(sign, file.path)] : [];
  });
  return [
    ...found,
    files.some(({ path, after }) => after !== null && tests.test(path))
      ? ownTests(files)
      : whyTheseFiles(files),
  ];
}

/** The lines that were not there before. */
function added(before: string | null, after: string | null): string {
  const known = new Set((before ?? '').split('\n').map((line) => line.trim()));
  return (after ?? '')
    .split('\n')
    .filter((line) => !known.has(line.trim()))
    .join('\n');
}

function noteOf({ weight, ask, listenFor }: Sign, path: string): Note {
  return {
    kind: 'strength',
    topic: 'code',
    weight,
    evidence: { anchor: anchorOf(path), label: path },
    question: { ask, listenFor },
  };
}

/** Where the page shows what became of a file. */
const anchorOf = (path: string) => `#file-${encodeURIComponent(path)}`;

const nothingChanged: Note = {
  kind: 'risk',
  topic: 'code',
  weight: 99,
  evidence: { anchor: '#changes', label: 'No change' },
  text: 'Nothing was changed: the files are as they were given.',
  question: {
    ask: 'Your files are as you got them. What did you look at, and what would you have done with another hour?',
    listenFor: 'An honest account, and a first step that fits what is wrong with the service.',
  },
};

function ownTests(files: readonly ChangedFile[]): Note {
  const path = files.find((file) => file.after !== null && tests.test(file.path))?.path ?? '';
  const question = {
    ask: 'You wrote tests of your own. Which mistake of yours did they find?',
    listenFor: 'A real story. Knows what the tests do not cover, such as many requests at once.',
  };
  const text = 'It comes with tests of its own.';
  return {
    kind: 'strength',
    topic: 'code',
    weight: 30,
    evidence: { anchor: anchorOf(path), label: path },
    text,
    question,
  };
}

function whyTheseFiles(files: readonly ChangedFile[]): Note {
  return {
    kind: 'strength',
    topic: 'code',
    weight: 20,
    evidence: { anchor: '#changes', label: counted(files.length, 'changed file', 'changed files') },
    question: {
      ask: 'Of all you changed, which change mattered most? What did you leave as it was, and why?',
      listenFor:
        'Puts the changes in an order of effect, with a measurement for the first. Left something on purpose.',
    },
  };
}
