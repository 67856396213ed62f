// A challenge that a grading is through with in seconds: no database, a few checks, one kind of load.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Tree } from '../../api/challenge/tree.ts';
import { grade } from '../../api/grading/grade.ts';
import type { Report } from '../../api/grading/report.ts';
import type { Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { parcels } from './challenge.ts';
import { quick } from './plan.ts';
import { treeOf } from './pods.ts';

/** A service that does what the tiny challenge asks. */
export const honest = treeOf({
  'server.ts': readFileSync(join(import.meta.dirname, 'tiny/server.ts'), 'utf8'),
});

const visible = `import { check, expect, get, post } from 'proofload/checks';
check('rules', 'two and three are five', async () => {
  expect((await get('/sum?a=2&b=3')).json).toEqual({ sum: 5 });
});
check('rules', 'a note is taken', async () => {
  expect((await post('/notes', { text: 'bread' })).status).toBe(201);
});`;

const hidden = `// ${parcels.canary}
import { check, expect, get, post, random } from 'proofload/checks';
const numbers = random('numbers');
for (const nth of [1, 2, 3, 4, 5])
  check('rules', 'sum ' + nth + ' is right', async () => {
    const [a, b] = [numbers.integer(0, 1e9), numbers.integer(0, 1e9)];
    expect((await get('/sum?a=' + a + '&b=' + b)).json).toEqual({ sum: a + b });
  });
check('rules', 'a note that was taken can be read', async () => {
  const text = 'note ' + numbers.integer(0, 1e9);
  const { json } = await post('/notes', { text });
  expect((await get('/notes/' + json.id)).json).toEqual({ text });
});`;

const load = `import { defineLoad } from 'proofload/load';
export default defineLoad([{
  name: 'sum', weight: 1,
  make: (random) => {
    const [a, b] = [random.integer(0, 1e9), random.integer(0, 1e9)];
    const check = (status, json) => status === 200 && json?.sum === a + b;
    return { method: 'GET', path: '/sum?a=' + a + '&b=' + b, check };
  },
}]);`;

export const tiny: Challenge = {
  ...parcels,
  services: {},
  env: {},
  starters: { node: honest },
  references: { good: { bands: ['solid'], trees: { node: honest } } },
  suites: {
    visible: treeOf({ 'checks/visible/rules.test.ts': visible }),
    hidden: treeOf({ 'checks/hidden/rules.test.ts': hidden, 'load.ts': load }),
  },
};

/** Everything of the tiny challenge that a probe is given. */
export const tinySuite: Tree = new Map([...tiny.suites.visible, ...tiny.suites.hidden]);

/** Grades a service of the tiny challenge, with little patience. */
export async function gradeTiny(sandboxes: Sandboxes, tree: Tree): Promise<Report> {
  const { report } = await grade(sandboxes, {
    challenge: tiny,
    runtime: 'node',
    tree,
    seed: 5,
    owner: 'tiny',
    plan: { ...quick, readyMs: 5000 },
  });
  return report;
}
