// What the author's gate has to say: what is the matter, where, why it matters and how to mend it.

/** Every rule of the gate: why there is one, and what to do when it is broken. */
const rules = {
  form: {
    why: 'A challenge that is not whole cannot be graded at all.',
    mend: 'Mend the file; challenges/schema.json describes challenge.yaml.',
  },
  brief: {
    why: 'Nobody may be judged by what nobody told them.',
    mend: 'Name the matter in brief.md, and give the category in challenge.yaml those words as inBrief.',
  },
  'no-assertion': {
    why: 'A check that asserts nothing passes whatever the service answers.',
    mend: 'Expect something in it, or delete it.',
  },
  'idle-drill': {
    why: 'A drill that disturbs nothing gives its points away.',
    mend: 'Give its behaviour a share or a delay above 0, or delete it.',
  },
  roles: {
    why: 'Only a solution that is known to be slow, wrong or dishonest shows that such a one is found out.',
    mend: 'Ship a reference with this fault planted and declare its role.',
  },
  marks: {
    why: 'Points for performance lie between what the naive and the strong reference reach.',
    mend: 'Ship both, and freeze what they reach now with --thorough.',
  },
  'declared-bands': {
    why: 'Bands that contradict each other cannot tell a good solution from a bad one.',
    mend: 'Declare the bands that the reference deserves, and change the challenge until it lands there.',
  },
  'declared-reason': {
    why: 'A reference that lands low must do so for the fault that is planted in it, not by chance.',
    mend: 'Say in challenge.yaml what surely fails (fails) and what may fail as well (perhaps).',
  },
  graded: {
    why: 'What could not be graded proves nothing.',
    mend: 'Read the reason; grade it alone with --only and look at its log.',
  },
  band: {
    why: 'The band is what people decide by.',
    mend: 'Look at what it failed and at its score: either the reference or the challenge is not what you think.',
  },
  reason: {
    why: 'A solution that lands low for another reason shows that its own fault goes unnoticed.',
    mend: 'Make a check, a rule, a drill or the load find the planted fault, or correct what is declared.',
  },
  undeclared: {
    why: 'A check that fails where its author expects nothing will fail good candidates too.',
    mend: 'Mend the check or the reference; if the failure is right, declare it under fails or perhaps.',
  },
  flake: {
    why: 'A check that changes its mind about the same code judges by luck.',
    mend: 'Make it wait for what it expects, ask more often, or take away what it shares with other checks.',
  },
  'idle-rule': {
    why: 'A rule with nothing to check holds for everybody.',
    mend: 'Let the storm do more of what the rule is about; on a busy machine, grade again.',
  },
  'never-fails': {
    why: 'What no reference fails has never been seen to find anything: perhaps it cannot.',
    mend: 'Plant the fault it is about in a reference, or delete it.',
  },
  overlap: {
    why: 'Solutions of different worth must be told apart in every grading.',
    mend: 'Weigh what tells them apart more, or add checks or load that do.',
  },
} as const;

export type Rule = keyof typeof rules;

export interface Finding {
  rule: Rule;
  /** A failed one keeps the challenge from being offered; a warning is for its author to judge. */
  result: 'failed' | 'warning';
  /** A file of the challenge, perhaps with a line, or a reference. */
  where: string;
  what: string;
  why: string;
  mend: string;
}

export function failed(rule: Rule, where: string, what: string): Finding {
  return { rule, result: 'failed', where, what, ...rules[rule] };
}

export function warning(rule: Rule, where: string, what: string): Finding {
  return { rule, result: 'warning', where, what, ...rules[rule] };
}

/** Where a finding about a reference is. */
export const at = (reference: string): string => `references/${reference}`;
