// The whole test run: the static checks, then every test, then one closing line with the totals.
import { spawnSync } from 'node:child_process';
import { startVitest } from 'vitest/node';

const check = spawnSync('npm', ['run', '-s', 'check'], { stdio: 'inherit' });
const vitest = await startVitest('test', [], { config: 'test/vitest.config.ts', run: true, watch: false });
const failed = vitest.state.getCountOfFailedTests();
const total = vitest.state.getFiles().length;
const errors = vitest.state.getUnhandledErrors().length;
const brokenFiles = vitest.state.getFiles().filter((file) => file.result?.state === 'fail').length;
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const passed = tests.filter((test) => test.result().state === 'passed').length;
await vitest.close();
const broken = failed + errors + (failed === 0 ? brokenFiles : 0) + (check.status === 0 ? 0 : 1);
console.log(`${passed} passed, ${broken} failed`);
process.exitCode = broken > 0 || total === 0 || passed === 0 ? 1 : 0;
