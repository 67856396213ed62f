import type { InvariantFact } from '../grading/report.ts';
import type { Note } from './note.ts';
import { counted } from './phrases.ts';

interface Rule {
  risk: string;
  ask: string;
  listenFor: string;
}

/** By the rule's name, as challenges/SCORING.md has them. */
const rules: Record<string, Rule> = {
  'no-lost-writes': {
    risk: 'Things that were saved and confirmed are gone later',
    ask: 'A user was told “saved”, and later it is not there. How can that happen in your service?',
    listenFor:
      'Looks for answers that are sent before the data is safely stored, and for writes that overwrite each other.',
  },
  'no-phantoms': {
    risk: 'Things appear that were refused or never asked for',
    ask: 'A request was refused, and yet its effect is there. Which order of steps in your code allows that?',
    listenFor: 'Thinks of steps that are half done when an error comes, and puts them into one transaction.',
  },
  'exactly-once': {
    risk: 'What is sent twice happens twice when many act at once',
    ask: 'The same request arrives twice in the same millisecond. What stops the second one?',
    listenFor:
      'A uniqueness rule in the database, in the same transaction as the effect. Not a look first and a write later.',
  },
  conserved: {
    risk: 'Amounts do not add up: something was made or lost',
    ask: 'The sum of all accounts changed while money only moved between them. How would you find the cause?',
    listenFor:
      'Suspects reading a value, computing, and writing it back. Both sides of a move belong in one transaction, with locks in a fixed order.',
  },
  'no-oversell': {
    risk: 'More is sold than there is',
    ask: 'There was one piece left, and two were sold. What did the two requests do, step by step?',
    listenFor: 'Sees that both looked before either wrote. Lets the database subtract under a condition.',
  },
  'compare-and-set': {
    risk: 'Two people who edit the same thing undo each other without noticing',
    ask: 'Two people open the same page, both change it, both save. What should happen, and what does?',
    listenFor:
      'The second is told that it changed meanwhile. The version is compared and raised in one step.',
  },
  'read-your-writes': {
    risk: 'People do not see what they have just done',
    ask: 'I save something, look at once, and it is not there. What lies between the two?',
    listenFor: 'Names copies and caches, and says who needs the newest and who can wait.',
  },
  'monotonic-reads': {
    risk: 'What people see jumps back to an older state',
    ask: 'I reload a page and see an older state than before. How can that be?',
    listenFor: 'Several copies of different age. Keeps one reader on one copy, or sends the version along.',
  },
  'bounded-staleness': {
    risk: 'People see old data for longer than was agreed',
    ask: 'How long may your service show something old, and what makes sure of it?',
    listenFor: 'A number, and the place that keeps it: expiry, or removal when something changes.',
  },
  'order-per-key': {
    risk: 'Events end up in the wrong order',
    ask: 'Two events of one order are stored the wrong way round. What gives them their order?',
    listenFor: 'One counter or one queue for each thing; not clocks of different machines.',
  },
  'aggregates-equal-details': {
    risk: 'Totals differ from the sum of their parts',
    ask: 'A total and its list disagree. Which one would you believe, and how do you keep them together?',
    listenFor:
      'Both are written in one transaction, or the total is computed from the list. Has an idea how to repair what is there.',
  },
  'read-back': {
    risk: 'Afterwards it does not show what it holds',
    ask: 'After the fault the service could not show what it holds. What would you look at first?',
    listenFor:
      'Its log and the state of its connections. Says how the service tells others that it is not well.',
  },
  progress: {
    risk: 'It refuses most of what people ask when many act at once',
    ask: 'With many people at once, most requests were refused. Who was in whose way?',
    listenFor:
      'Long locks, locks on too much, or giving up at the first conflict instead of trying once more.',
  },
};

const other: Rule = {
  risk: 'Something that must always hold did not when many acted at once',
  ask: 'Under many requests at once this rule was broken. How would you make it happen again on your machine?',
  listenFor:
    'Many requests in parallel against a small amount of data, and a check at the end. Then the cause, before the cure.',
};

/** What was found by many doing many things at once, a rule at a time; one sentence when all of them held. */
export function ruleNotes(invariants: readonly InvariantFact[]): Note[] {
  const broken = invariants.filter(({ violations }) => violations > 0);
  // A rule that had nothing to check proved nothing.
  const held = invariants.filter(({ checked }) => checked > 0);
  if (held.length > 0 && broken.length === 0) return [allHeld(held)];
  // A storm that goes on while the service is killed holds the same rules again.
  return [...Map.groupBy(broken, ({ rule }) => rule).values()].map((same) =>
    riskOf(same, invariants.indexOf(same[0]!)),
  );
}

function riskOf(same: readonly InvariantFact[], index: number): Note {
  const { rule, title } = same[0]!;
  const { risk, ask, listenFor } = rules[rule] ?? other;
  const violations = same.reduce((sum, each) => sum + each.violations, 0);
  return {
    kind: 'risk',
    topic: 'rules',
    weight: rule === 'progress' ? 60 : 95,
    evidence: { anchor: `#rule-${index}`, label: title },
    text: `${risk} (seen ${counted(violations, 'time', 'times')}).`,
    question: { ask, listenFor },
  };
}

function allHeld(invariants: readonly InvariantFact[]): Note {
  const looked = invariants.reduce((sum, { checked }) => sum + checked, 0);
  return {
    kind: 'strength',
    topic: 'rules',
    weight: 85,
    evidence: { anchor: '#rules', label: `${counted(invariants.length, 'rule', 'rules')} held` },
    text: `With many people at once nothing was lost, doubled or made up (${counted(looked, 'fact', 'facts')} compared).`,
    question: {
      ask: 'Everything still added up with many people at once. What in your code do you owe that to, and what does it cost in speed?',
      listenFor: 'Names transactions, constraints or locks, and where requests have to wait for each other.',
    },
  };
}
