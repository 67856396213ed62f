// Runs a suite of checks with Vitest and tells what each found. A suite that cannot be run is our failure and throws;
// only a check that ran, or that the service kept from running, is a fact about the candidate.
import type { TestCase, TestModule, Vitest } from 'vitest/node';
import { startVitest } from 'vitest/node';
import type { CheckLine } from '../../api/grading/observation.ts';

export interface ChecksRun {
  /** Folder that holds checks/. */
  root: string;
  /** Folder that may be written to. */
  cache: string;
  baseUrl: string;
  seed: number;
  /** Of one check. */
  timeoutMs: number;
  /** Of all of them; checks not reached by then have failed. */
  deadlineMs: number;
  onCheck: (line: CheckLine) => void;
}

/** @returns how many checks there were. @throws Error when the suite cannot be run */
export async function runChecks(run: ChecksRun): Promise<number> {
  const reporter = new Reporter(run.onCheck);
  const vitest = await startVitest('test', [], options(run, reporter));
  await vitest.close();
  if (reporter.fault) throw new Error(`The suite cannot be run: ${reporter.fault}`);
  if (reporter.count === 0) throw new Error('The suite holds no checks');
  return reporter.count;
}

function options(run: ChecksRun, reporter: Reporter): Parameters<typeof startVitest>[2] {
  return {
    config: false,
    root: run.root,
    dir: run.root,
    include: ['checks/**/*.test.ts'],
    watch: false,
    pool: 'threads',
    isolate: false,
    fileParallelism: false,
    maxConcurrency: 1,
    env: { PROOFLOAD_BASE_URL: run.baseUrl, PROOFLOAD_SEED: String(run.seed) },
    testTimeout: run.timeoutMs,
    hookTimeout: run.timeoutMs,
    teardownTimeout: 1000,
    retry: 0,
    silent: true,
    attachmentsDir: run.cache,
    reporters: [reporter],
    onUnhandledError: () => false,
    $viteCache: undefined,
  } as never;
}

class Reporter {
  count = 0;
  fault: string | undefined;
  readonly #onCheck: (line: CheckLine) => void;
  constructor(onCheck: (line: CheckLine) => void) {
    this.#onCheck = onCheck;
  }
  onInit(_vitest: Vitest): void {}
  onTestModuleEnd(_module: TestModule): void {}
  onTestCaseResult(_test: TestCase): void {}
}
