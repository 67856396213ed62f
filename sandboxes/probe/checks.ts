// Runs a suite of checks with Vitest and tells what each found. A suite that cannot be run is our failure and throws;
// only a check that ran, or that the service kept from running, is a fact about the candidate.
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { SerializedError } from 'vitest';
import { createVitest, type TestCase, type TestModule, type TestSuite, type Vitest } from 'vitest/node';
import type { CheckLine } from './observation.ts';

export interface ChecksRun {
  /** Folder that holds checks/. */
  root: string;
  baseUrl: string;
  seed: number;
  /** Of all checks; those not done by then have failed. */
  deadlineMs: number;
  onCheck: (line: CheckLine) => void;
}

/** @returns how many checks there were. @throws Error when the suite cannot be run */
export async function runChecks(run: ChecksRun): Promise<number> {
  const vitest = await openVitest(run);
  try {
    const waiting = await collect(vitest);
    const deadline = setTimeout(() => void vitest.cancelCurrentRun('keyboard-input'), run.deadlineMs);
    const { testModules } = await vitest.start();
    clearTimeout(deadline);
    const ran = new Map(testModules.flatMap((module) => allTests(module).map((test) => [test.id, test])));
    for (const [id, test] of waiting) run.onCheck(lineOf(ran.get(id) ?? test, run.root));
    return waiting.size;
  } finally {
    await vitest.close();
    // Vitest's way to say that a test failed; here only a suite that cannot run is a failure.
    process.exitCode = 0;
  }
}

function openVitest(run: ChecksRun): Promise<Vitest> {
  return createVitest({
    config: false,
    root: run.root,
    dir: run.root,
    include: ['checks/**/*.test.ts'],
    env: { PROOFLOAD_BASE_URL: run.baseUrl, PROOFLOAD_SEED: String(run.seed) },
    watch: false,
    cache: false,
    pool: 'threads',
    isolate: false,
    // One check at a time: they are about what is right, and share the service's data.
    fileParallelism: false,
    teardownTimeout: 1000,
    silent: true,
    includeTaskLocation: true,
    // An answer that comes after its check is over is no fault of the suite.
    dangerouslyIgnoreUnhandledErrors: true,
    reporters: [{}],
  });
}

async function collect(vitest: Vitest): Promise<Map<string, TestCase>> {
  await vitest.standalone();
  const { testModules } = await vitest.collectTests(await vitest.getRelevantTestSpecifications());
  const broken = testModules.find((module) => module.errors().length > 0 || allTests(module).length === 0);
  if (broken) throw new Error(`${broken.relativeModuleId} holds no checks: ${first(broken.errors())}`);
  if (testModules.length === 0) throw new Error('The suite holds no checks');
  return new Map(testModules.flatMap((module) => allTests(module).map((test) => [test.id, test])));
}

function allTests(module: TestModule): TestCase[] {
  return [...module.children.allTests()].filter((test) => !['skip', 'todo'].includes(test.options.mode));
}

function lineOf(test: TestCase, root: string): CheckLine {
  const result = test.result();
  const passed = result.state === 'passed';
  return {
    type: 'check',
    name: test.fullName.slice(0, 500),
    category: ((test.meta() as { category?: string }).category ?? '').slice(0, 100),
    passed,
    message: passed ? '' : first([...(result.errors ?? []), ...above(test.parent)]),
    ms: Math.round(test.diagnostic()?.duration ?? 0),
    ...(!passed && isVisible(test) && { detail: detailOf(test, root) }),
  };
}

const maxValue = 2_900;

const isVisible = ({ module }: TestCase): boolean => module.relativeModuleId.startsWith('checks/visible/');

/** What a candidate may see of a check that is theirs to run: its own line, not those of the files it shares with hidden ones. */
function detailOf(test: TestCase, root: string): NonNullable<CheckLine['detail']> {
  const file = test.module.relativeModuleId;
  const [error] = test.result().errors ?? [];
  const own = error?.stacks?.find((frame) => frame.file === join(root, file));
  return {
    file,
    line: own?.line ?? test.location?.line ?? 1,
    ...valueOf('expected', error?.expected),
    ...valueOf('got', error?.actual),
  };
}

function valueOf(name: 'expected' | 'got', value: unknown): { expected?: string; got?: string } {
  return typeof value === 'string' ? { [name]: stripVTControlCharacters(value).slice(0, maxValue) } : {};
}

/** What went wrong in the preparations around a check. */
function above(parent: TestSuite | TestModule): readonly SerializedError[] {
  return parent.type === 'module' ? parent.errors() : [...parent.errors(), ...above(parent.parent)];
}

/** The first error's first lines, without the stack: paths and code of the suite are nobody's business. */
function first([error]: readonly SerializedError[]): string {
  if (!error) return 'Not reached: the time for all checks was over';
  return stripVTControlCharacters(error.message).trim().slice(0, 500);
}
