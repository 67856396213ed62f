import type { Challenge } from '../../challenge/challenge.ts';
import type { Tree } from '../../challenge/tree.ts';
import type { Sandboxes } from '../../sandbox/sandboxes.ts';
import type { MaintainabilityRun } from '../evidence.ts';
import { isTest } from './code.ts';
import { type OwnTestsOptions, runOwnTests } from './own-tests.ts';
import { sizeOf } from './size.ts';

interface Handed {
  challenge: Challenge;
  runtime: string;
  /** The candidate's files, complete. */
  tree: Tree;
}

/** @returns paths of the candidate's own tests: those that the starter does not have so */
export function ownTestFiles(handed: Handed): string[] {
  const starter = starterOf(handed);
  return [...handed.tree].flatMap(([path, content]) =>
    isTest(path) && !starter.get(path)?.equals(content) ? [path] : [],
  );
}

/**
 * To be called when everything under load has been measured: a pod is opened for the tests, where there are any.
 * @throws the signal's reason
 */
export async function observeMaintainability(
  sandboxes: Sandboxes,
  options: Handed & Omit<OwnTestsOptions, 'starter'>,
): Promise<MaintainabilityRun> {
  const { challenge, runtime, tree } = options;
  const starter = starterOf(options);
  const testFiles = ownTestFiles(options).length;
  return {
    testFiles,
    runs: testFiles > 0 ? await runOwnTests(sandboxes, { ...options, starter }) : [],
    size: sizeOf(starter, tree),
    referenceSize: sizeOf(starter, challenge.references[challenge.duet]?.trees[runtime] ?? new Map()),
  };
}

function starterOf({ challenge, runtime }: Handed): Tree {
  return challenge.starters[runtime] ?? new Map();
}
