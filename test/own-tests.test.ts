// The candidate's own tests in a real pod: what notices planted bugs, and what only says that it does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tree } from '../api/challenge/tree.ts';
import { plans } from '../api/grading/plan.ts';
import type { MaintainabilityRun } from '../api/grading/evidence.ts';
import { factOf } from '../api/grading/maintainability/maintainability.ts';
import { observeMaintainability } from '../api/grading/maintainability/observe.ts';
import type { Sandboxes } from '../api/sandbox/sandboxes.ts';
import { podSpec, testSandboxes, treeOf } from './support/pods.ts';
import { honest, tiny } from './support/tiny.ts';

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
});
afterAll(() => sandboxes?.close(), 60_000);

const served = (honest.get('server.ts') as Buffer).toString();
const handed = served.replace("=== '/sum')", "=== '/sum' && searchParams.size === 2)");

function observe(tests: Record<string, string>): Promise<MaintainabilityRun> {
  const tree: Tree = treeOf({ 'server.ts': handed, ...tests });
  return observeMaintainability(sandboxes, {
    challenge: tiny,
    runtime: 'node',
    plan: plans.short,
    spec: podSpec({ kind: 'grading' }),
    tree,
    seed: 1,
    signal: undefined,
  });
}

test('tests that ask the service notice a bug that was planted in what the candidate changed', async () => {
  const run = await observe({
    'sum.test.ts': `import assert from 'node:assert/strict';
import test from 'node:test';
const get = async (path: string) => { const { status } = await fetch('http://127.0.0.1:8080' + path); return status; };
test('two numbers are asked for', async () => {
  assert.equal(await get('/sum?a=1&b=2'), 200);
  assert.equal(await get('/sum?a=1'), 404);
});`,
  });
  const fact = factOf(run);
  expect(run.runs.map(({ kind, ended }) => `${kind} ${ended}`).toSorted()).toEqual([
    'bug failed',
    'neutral passed',
    'none passed',
  ]);
  expect(fact).toMatchObject({ tests: 'tried', testFiles: 1, bugs: [{ path: 'server.ts', caught: true }] });
  expect(fact.size).toEqual({ files: 1, lines: 1, decisions: 2 });
});
