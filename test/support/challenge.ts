import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Tree } from '../../api/challenge/tree.ts';

export const canary = 'canary-2f6c1d';

/** A small challenge, complete in form, for tests in which nothing is run. */
export const parcels: Challenge = {
  slug: 'parcels',
  title: 'Lost parcels',
  summary: 'A tracking service that loses parcels.',
  kind: 'fix',
  minutes: 60,
  brief: '# Lost parcels\n\nFind them.',
  port: 8080,
  ready: '/health',
  env: { DATABASE_URL: 'postgres://127.0.0.1/shop' },
  services: { postgres: tree({ 'seed.sql': 'create table parcel ();' }) },
  stubs: new Map(),
  drills: [],
  examples: [],
  review: [
    {
      id: 'one-place',
      statement: 'Parcels are counted in one place.',
      good: true,
      why: 'Two places soon count differently.',
    },
    {
      id: 'swallowed',
      statement: 'An error is caught and dropped somewhere.',
      good: false,
      why: 'What nobody hears of, nobody mends.',
    },
    {
      id: 'named',
      statement: 'The limits of the brief stand under a name.',
      good: true,
      why: 'A number without a name is changed in one place and forgotten in another.',
    },
  ],
  goal: { ms: 200, errorRate: 0.01, rps: 100 },
  categories: { rules: { title: 'Rules', mustFix: true, weight: 1, dimension: 'correctness' } },
  starters: { node: tree({ 'server.js': 'listen();\n', 'lib/parcels.js': 'export {};\n' }) },
  suites: {
    visible: tree({ 'checks/visible/rules.test.ts': 'test()' }),
    hidden: tree({
      'checks/hidden/rules.test.ts': `// ${canary}\ncheck('rules', 'loses none', async () => {});\n`,
    }),
  },
  references: {},
  duet: 'good',
  canary,
  digest: 'd1',
  suiteDigest: 's1',
  calibrations: {},
};

export function tree(files: Record<string, string>): Tree {
  return new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
}
