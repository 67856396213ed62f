// The test run: the static checks, then the tests, then one closing line with the totals.
import { spawnSync } from 'node:child_process';
import { startVitest } from 'vitest/node';

const check = spawnSync('npm', ['run', '-s', 'check'], { stdio: 'inherit' });
const vitest = await startVitest('test', [], {
  // Two take many minutes and are run by themselves: npm run test:kill and npm run test:references.
  project: ['unit', 'platform', 'pod', 'grading', 'web'],
  run: true,
  watch: false,
});
const modules = vitest.state.getTestModules();
const errors = vitest.state.getUnhandledErrors().length;
await vitest.close();

const states = modules.flatMap((module) =>
  [...module.children.allTests()].map((test) => test.result().state),
);
const passed = states.filter((state) => state === 'passed').length;
const failedTests = states.filter((state) => state === 'failed').length;
// A file that could not be read, or whose preparation failed, holds tests that never ran.
const failedFiles = modules.filter(
  (module) => module.state() === 'failed' && module.errors().length > 0,
).length;
const failed = failedTests + failedFiles + errors + (check.status === 0 ? 0 : 1);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
