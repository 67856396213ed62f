// A challenge without a mistake, and gradings of its references that are as they should be, for an author to spoil.
import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Grading } from '../../api/grading/gate/landed.ts';
import type { Band, CheckFact, DrillFact, GradedReport } from '../../api/grading/report.ts';
import { canary, parcels, tree } from './challenge.ts';
import { gradedReport } from './report.ts';

const hidden = `// ${canary}
check('rules', 'loses none', async () => {
  expect((await get('/parcels')).json).toHaveLength(3);
});
check('rules', 'keeps the order', async () => {
  await inOrder('/parcels');
});
check('input', 'refuses letters', async () => {
  expect((await get('/parcels/abc')).status).toBe(400);
});
async function inOrder(path) {
  expect((await get(path)).json).toEqual([1, 2, 3]);
}
`;
const visible = `check('rules', 'finds a parcel', async () => {
  expect((await get('/parcels/1')).status).toBe(200);
});
`;

const trees = { node: tree({ 'server.js': 'listen();' }) };

export const sound: Challenge = {
  ...parcels,
  brief: '# Lost parcels\n\nWe check that no parcel is\nlost, and bad input.',
  categories: {
    rules: { ...parcels.categories['rules']!, inBrief: 'no parcel is lost' },
    input: { title: 'Input', weight: 1, mustFix: false, dimension: 'correctness', inBrief: 'bad input' },
  },
  drills: [{ kind: 'kill' }, { kind: 'dependency', stub: 'carrier', behaviour: { hang: 1 } }],
  suites: {
    visible: tree({ 'checks/visible/rules.test.ts': visible }),
    hidden: tree({
      'checks/visible/rules.test.ts': visible,
      'checks/hidden/rules.test.ts': hidden,
      'storm.ts': `// ${canary}`,
    }),
  },
  references: {
    starter: {
      bands: ['below'],
      fails: ['checks/rules', 'performance'],
      perhaps: ['checks', 'drills'],
      trees,
    },
    naive: { bands: ['below', 'meets'], fails: ['performance'], trees },
    good: { bands: ['solid'], trees },
    strong: { bands: ['solid', 'strong'], trees },
    'slow-loop': { bands: ['meets', 'solid'], role: 'slow', fails: ['performance'], trees },
    'wrong-twice': { bands: ['meets'], role: 'wrong', fails: ['checks/rules'], trees },
    'cheat-memory': {
      bands: ['meets'],
      role: 'cheat',
      fails: ['rules/no-lost-writes', 'drills/kill'],
      trees,
    },
  },
};

interface Seen {
  band: Band;
  score: number;
  performance: number;
  /** Names of the checks that failed. */
  failed?: string[];
  /** Rules that were broken. */
  broken?: string[];
  /** Kinds of drill that it did not get over. */
  down?: string[];
  /** Rules that had nothing to check. */
  idle?: string[];
  seed?: number;
}

const around = (value: number) => ({ value, low: value - 2, high: value + 2 });

/** One grading of a reference of the sound challenge. */
export function grading(reference: string, seen: Seen): Grading & { report: GradedReport } {
  const { band, score, performance, failed = [], broken = [], down = [], idle = [], seed = 1 } = seen;
  const check = (category: string, name: string): CheckFact => ({
    name,
    category,
    passed: !failed.includes(name),
    mustFix: category === 'rules',
    message: failed.includes(name) ? 'expected 2 to be 3' : '',
  });
  const rule = (name: string) => ({
    rule: name,
    title: name,
    checked: idle.includes(name) ? 0 : 10,
    violations: broken.includes(name) ? 1 : 0,
    examples: [],
  });
  return {
    reference,
    report: gradedReport({
      seed,
      band,
      score: around(score),
      dimensions: [{ name: 'Performance', ...around(performance), band: 'solid' }],
      checks: [
        check('rules', 'finds a parcel'),
        check('rules', 'loses none'),
        check('rules', 'keeps the order'),
        check('input', 'refuses letters'),
      ],
      invariants: [rule('no-lost-writes'), rule('progress')],
      drills: ['kill', 'dependency'].map((kind) => drill(kind, down.includes(kind))),
    }),
  };
}

function drill(kind: string, down: boolean): DrillFact {
  return {
    kind,
    what: kind,
    measured: true,
    rps: 10,
    before: 1,
    during: down ? 0 : 1,
    after: down ? 0 : 1,
    dropped: 0,
    failures: {},
    recoveryMs: down ? null : 0,
    limitMs: 6000,
    exits: 0,
    memory: null,
    burst: null,
    storm: null,
  };
}

const checks = ['finds a parcel', 'loses none', 'keeps the order', 'refuses letters'];

/** One grading of each reference, each as its author declares it. */
export const soundGradings: Grading[] = [
  grading('starter', { band: 'below', score: 20, performance: 2, failed: checks, down: ['dependency'] }),
  grading('naive', { band: 'meets', score: 55, performance: 21 }),
  grading('good', { band: 'solid', score: 88, performance: 75 }),
  grading('strong', { band: 'strong', score: 97, performance: 94 }),
  grading('slow-loop', { band: 'solid', score: 72, performance: 40 }),
  grading('wrong-twice', { band: 'meets', score: 90, performance: 80, failed: ['loses none'] }),
  grading('cheat-memory', {
    band: 'meets',
    score: 85,
    performance: 96,
    broken: ['no-lost-writes'],
    down: ['kill'],
  }),
];
