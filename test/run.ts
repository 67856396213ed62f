// The test run: the static checks, then the tests, then what failed, and one closing line with the totals.
import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startVitest, type TestCase } from 'vitest/node';

const check = spawnSync('npm', ['run', '-s', 'check'], { stdio: 'inherit' });
const vitest = await startVitest('test', [], {
  // Two take many minutes and are run by themselves: npm run test:kill and npm run test:references.
  project: ['unit', 'platform', 'pod', 'grading', 'web'],
  run: true,
  watch: false,
});
const modules = vitest.state.getTestModules();
const errors = vitest.state.getUnhandledErrors();
await vitest.close();

const tests = modules.flatMap((module) => [...module.children.allTests()]);
const passed = tests.filter((test) => test.result().state === 'passed');
const failed = [
  ...(check.status === 0 ? [] : ['npm run check: see the top']),
  ...tests.filter((test) => test.result().state === 'failed').map(inALine),
  // A file that could not be read, or whose preparation failed, holds tests that never ran.
  ...modules
    .filter((module) => module.state() === 'failed' && module.errors().length > 0)
    .map((module) => `${relative('.', module.moduleId)}: ${inWords(module.errors())}`),
  ...errors.map((error) => `outside of any test: ${inWords([error])}`),
];

for (const test of passed.filter((each) => each.diagnostic()?.flaky))
  console.log(`passed when tried again: ${inALine(test)}`);
for (const line of failed) console.log(`failed: ${line}`);
console.log(`${passed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || passed.length === 0 ? 1 : 0;

function inALine(test: TestCase): string {
  const words = inWords(test.result().errors ?? []);
  const shown = (test.meta().shown ?? []).map((page) => `\n    ${page}`).join('');
  return `${relative('.', test.module.moduleId)}: ${test.fullName}: ${words}${shown}`;
}

/** The first error, in one line without colours. */
function inWords(all: readonly unknown[]): string {
  const [error] = all as { message?: string }[];
  return stripVTControlCharacters(error?.message ?? '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 600);
}
