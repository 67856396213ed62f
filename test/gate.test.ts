// Mistakes an author may make, planted one by one into a challenge that is sound: each is found, and nothing else is.
import { describe, expect, test } from 'vitest';
import { failedReport } from './support/report.ts';
import { grading, sound, soundGradings } from './support/author.ts';
import { tree } from './support/challenge.ts';
import type { Challenge, Reference } from '../api/challenge/challenge.ts';
import type { Finding, Rule } from '../api/grading/gate/finding.ts';
import { judge } from '../api/grading/gate/gate.ts';
import type { Grading } from '../api/grading/gate/landed.ts';

test('a sound challenge has no findings, graded or not', () => {
  expect(judge(sound, [])).toEqual([]);
  expect(judge(sound, soundGradings)).toEqual([]);
});

test('gradings of some references alone are judged by themselves', () => {
  expect(judge(sound, soundGradings.slice(1, 3))).toEqual([]);
});

type Mistake = [name: string, challenge: Challenge, rule: Rule, where: string, what: RegExp];

const hiddenFile = 'checks/hidden/rules.test.ts';
const hidden = sound.suites.hidden.get(hiddenFile)!.toString();

const written: Mistake[] = [
  [
    'the brief is silent on a hidden category',
    { ...sound, brief: 'No parcel is lost.' },
    'brief',
    'brief.md',
    /category input should be told in the words "bad input"/,
  ],
  [
    'a hidden category has no words in the brief',
    untold('rules'),
    'brief',
    'brief.md',
    /category rules is told nowhere/,
  ],
  [
    'a check only calls',
    suite(hidden.replace('await inOrder(', 'await get(')),
    'no-assertion',
    `${hiddenFile}:5`,
    /keeps the order/,
  ],
  [
    'a drill disturbs nothing',
    {
      ...sound,
      drills: [
        { kind: 'kill' },
        {
          kind: 'dependency',
          stub: 'carrier',
          behaviour: { hang: 0, delayMs: 0, fail: { status: 500, share: 0 } },
        },
      ],
    },
    'idle-drill',
    'challenge.yaml',
    /dependency-carrier changes nothing/,
  ],
  ['no reference is wrong on purpose', without('wrong-twice'), 'roles', 'challenge.yaml', /role wrong/],
  [
    'nothing is there for the upper mark',
    without('strong'),
    'marks',
    'references/strong',
    /no reference strong for node/,
  ],
  [
    'a wrong solution may land beside a good one',
    reference('wrong-twice', { bands: ['meets', 'solid'] }),
    'declared-bands',
    'references/wrong-twice',
    /meets, solid, as good may/,
  ],
  [
    'bands leave one out',
    reference('naive', { bands: ['below', 'solid'] }),
    'declared-bands',
    'references/naive',
    /leave one out/,
  ],
  [
    'the strong solution may land below the good one',
    reference('strong', { bands: ['meets', 'solid'] }),
    'declared-bands',
    'references/strong',
    /below good/,
  ],
  [
    'a low band has no reason',
    reference('naive', { fails: [] }),
    'declared-reason',
    'references/naive',
    /nothing says why/,
  ],
  [
    'a reason names what is not there',
    reference('wrong-twice', { fails: ['checks/rule'] }),
    'declared-reason',
    'references/wrong-twice',
    /no checks\/rule in/,
  ],
  [
    'a reason names a drill that is not there',
    reference('cheat-memory', { perhaps: ['drills/soak'] }),
    'declared-reason',
    'references/cheat-memory',
    /no drills\/soak in/,
  ],
  [
    'something fails in the reference beside candidates',
    reference('good', { perhaps: ['checks/rules'] }),
    'declared-reason',
    'references/good',
    /nothing may fail in it/,
  ],
  [
    'a slow solution is not to be slow',
    reference('slow-loop', { fails: ['checks/input'] }),
    'declared-reason',
    'references/slow-loop',
    /neither performance nor a drill/,
  ],
  [
    'a cheat is told by its speed alone',
    reference('cheat-memory', { fails: ['performance'] }),
    'declared-reason',
    'references/cheat-memory',
    /only performance fails/,
  ],
];

describe('found in the files alone:', () => {
  test.each(written)('%s', (_name, challenge, rule, where, what) => {
    expectOne(judge(challenge, []), rule, where, what);
  });
});

const landed: [name: string, gradings: Grading[], rule: Rule, where: string, what: RegExp][] = [
  [
    'a reference lands in another band',
    instead(grading('wrong-twice', { band: 'below', score: 40, performance: 80, failed: ['loses none'] })),
    'band',
    'references/wrong-twice',
    /Declared meets, landed in below with 40\.0 points \(seed 1\)/,
  ],
  [
    'the fault of a wrong reference goes unnoticed',
    instead(grading('wrong-twice', { band: 'meets', score: 60, performance: 80 })),
    'reason',
    'references/wrong-twice',
    /should fail checks\/rules, and did not/,
  ],
  [
    'a slow reference is as fast as any',
    instead(grading('slow-loop', { band: 'solid', score: 80, performance: 74 })),
    'reason',
    'references/slow-loop',
    /should fail performance/,
  ],
  [
    'a cheat lands low, and its lost data is not seen',
    [grading('cheat-memory', { band: 'meets', score: 85, performance: 96, down: ['kill'] })],
    'reason',
    'references/cheat-memory',
    /rules\/no-lost-writes/,
  ],
  [
    'a check fails on a good solution',
    instead(grading('good', { band: 'solid', score: 86, performance: 75, failed: ['refuses letters'] })),
    'undeclared',
    'references/good',
    /checks\/input \(seed 1\): refuses letters \(expected 2 to be 3\)/,
  ],
  [
    'a rule is broken where nobody expects it',
    instead(grading('strong', { band: 'strong', score: 96, performance: 94, broken: ['no-lost-writes'] })),
    'undeclared',
    'references/strong',
    /rules\/no-lost-writes/,
  ],
  [
    'a check changes its mind',
    instead(
      grading('naive', { band: 'meets', score: 55, performance: 21, seed: 2 }),
      grading('naive', { band: 'meets', score: 55, performance: 21 }),
      grading('naive', { band: 'meets', score: 55, performance: 21, failed: ['refuses letters'], seed: 3 }),
    ),
    'flake',
    'references/naive',
    /refuses letters passed in 2 of 3/,
  ],
  [
    'the storm gives a rule nothing to check',
    instead(grading('good', { band: 'solid', score: 88, performance: 75, idle: ['no-lost-writes'] })),
    'idle-rule',
    'references/good',
    /Nothing to check in 1 of 1 gradings: no-lost-writes/,
  ],
  [
    'no reference fails a hidden check',
    instead(
      grading('starter', {
        band: 'below',
        score: 20,
        performance: 2,
        failed: ['finds a parcel', 'loses none', 'refuses letters'],
        down: ['dependency'],
      }),
    ),
    'never-fails',
    'checks/hidden/',
    /\[rules\] keeps the order/,
  ],
  [
    'a slow solution scores as much as a good one',
    instead(grading('slow-loop', { band: 'solid', score: 89, performance: 60 })),
    'overlap',
    'references/slow-loop',
    /slow-loop \(solid, 89\.0 .* not below the worst of good \(solid, 88\.0/,
  ],
  [
    'the strong solution is no better than the good one',
    instead(grading('strong', { band: 'solid', score: 87, performance: 94 })),
    'overlap',
    'references/good',
    /best grading of good/,
  ],
  [
    'a reference does not build',
    instead({
      reference: 'naive',
      report: failedReport('candidate_failure', { stage: 'build', reason: 'exit code 1' }),
    }),
    'graded',
    'references/naive',
    /It failed at build .*exit code 1/,
  ],
  [
    'the machine let nothing be measured',
    instead({
      reference: 'naive',
      report: failedReport('our_failure', { stage: 'load', reason: 'too busy' }),
    }),
    'graded',
    'references/naive',
    /The grading, not the reference, failed at load/,
  ],
];

describe('found by grading:', () => {
  test.each(landed)('%s', (_name, gradings, rule, where, what) => {
    const findings = judge(sound, gradings);
    const more = rule === 'flake' ? ['undeclared'] : [];
    expectOne(
      findings.filter((each) => !more.includes(each.rule)),
      rule,
      where,
      what,
    );
  });
});

describe('left to the author as a warning:', () => {
  test('what is measured was low where nobody expects it', () => {
    const low = instead(grading('good', { band: 'solid', score: 88, performance: 75, down: ['dependency'] }));
    expect(warnings(judge(sound, low))).toEqual([['undeclared', 'references/good']]);
  });
  test('a planted race shows itself in some gradings only, in a check that may fail', () => {
    const racy = reference('wrong-twice', { perhaps: ['checks/input'] });
    const seen = { band: 'meets', score: 90, performance: 80, failed: ['loses none'] } as const;
    const twice = [
      ...instead(grading('wrong-twice', { ...seen, failed: [...seen.failed] })),
      grading('wrong-twice', { ...seen, failed: ['keeps the order', 'refuses letters'], seed: 2 }),
    ];
    expect(judge(racy, twice).map(({ rule, what }) => [rule, what])).toEqual([
      ['flake', '[rules] loses none passed in 1 of 2 gradings'],
      ['flake', '[rules] keeps the order passed in 1 of 2 gradings'],
    ]);
    expect(warnings(judge(racy, twice))).toHaveLength(2);
  });
  test('a drill and a visible check that no reference fails', () => {
    const some = { band: 'below', score: 20, performance: 2 } as const;
    const failing = ['loses none', 'keeps the order', 'refuses letters'];
    const found = judge(sound, instead(grading('starter', { ...some, failed: failing })));
    expect(warnings(found)).toEqual([
      ['never-fails', 'checks/visible/'],
      ['never-fails', 'challenge.yaml'],
    ]);
  });
  test('ranges of one band overlap', () => {
    const close = instead(grading('slow-loop', { band: 'solid', score: 85, performance: 60 }));
    expect(warnings(judge(sound, close))).toEqual([['overlap', 'references/slow-loop']]);
  });
  test('frozen marks no longer fit', () => {
    const off = instead(grading('naive', { band: 'meets', score: 60, performance: 35 }));
    expect(warnings(judge(sound, off))).toEqual([['marks', 'references/naive']]);
  });
});

function expectOne(findings: Finding[], rule: Rule, where: string, what: RegExp): void {
  expect(findings.map((finding) => [finding.result, finding.rule, finding.where])).toEqual([
    ['failed', rule, where],
  ]);
  expect(findings[0]?.what).toMatch(what);
  expect(findings[0]?.why).not.toBe('');
  expect(findings[0]?.mend).not.toBe('');
}

function warnings(findings: Finding[]): [Rule, string][] {
  expect(findings.filter(({ result }) => result === 'failed')).toEqual([]);
  return findings.map(({ rule, where }) => [rule, where]);
}

function untold(name: string): Challenge {
  const { inBrief: _, ...rest } = sound.categories[name]!;
  return { ...sound, categories: { ...sound.categories, [name]: rest } };
}

function reference(name: string, changes: Partial<Reference>): Challenge {
  return {
    ...sound,
    references: { ...sound.references, [name]: { ...sound.references[name]!, ...changes } },
  };
}

function without(name: string): Challenge {
  const { [name]: _, ...references } = sound.references;
  return { ...sound, references };
}

function suite(text: string): Challenge {
  const { visible, hidden: whole } = sound.suites;
  return { ...sound, suites: { visible, hidden: new Map([...whole, ...tree({ [hiddenFile]: text })]) } };
}

/** The sound gradings with these in place of those of the same references. */
function instead(...others: Grading[]): Grading[] {
  const names = others.map((other) => other.reference);
  return [...soundGradings.filter((each) => !names.includes(each.reference)), ...others];
}
