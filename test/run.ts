// The test run: the static checks and the tests that need no containers, the pages' among them, while the machine is made ready
// for those that do; then those; then what failed, and one closing line with the totals.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startVitest, type TestCase, type TestModule } from 'vitest/node';

const browser = run('bash', 'sandboxes/setup', '--browser');
const machine = browser.then(() => run('bash', 'sandboxes/setup', '--containers'));
const check = run('npm', 'run', '-s', 'check');
const modules: TestModule[] = [];
const errors: unknown[] = [];
await runTests('unit', 'platform');
const checked = (await check) === 0;
const seen = (await browser) === 0;
if (seen) await runTests('web');
const ready = seen && (await machine) === 0;
// Two take many minutes and are run by themselves: npm run test:kill and npm run test:references.
if (ready) await runTests('pod', 'grading', 'bombs');

const tests = modules.flatMap((module) => [...module.children.allTests()]);
const passed = tests.filter((test) => test.result().state === 'passed');
const failed = [
  ...(checked ? [] : ['npm run check: see the top']),
  ...(ready
    ? []
    : ['sandboxes/setup: the tests that need what it could not set up did not run: see the top']),
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

/** @returns the exit code */
async function run(command: string, ...args: string[]): Promise<number | null> {
  const [code] = (await once(spawn(command, args, { stdio: 'inherit' }), 'exit')) as [number | null];
  return code;
}

async function runTests(...project: string[]): Promise<void> {
  const vitest = await startVitest('test', [], { project, run: true, watch: false });
  modules.push(...vitest.state.getTestModules());
  errors.push(...vitest.state.getUnhandledErrors());
  await vitest.close();
}

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
