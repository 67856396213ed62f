// A solution, and the same with a part of its capacity burnt away.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '../../../api/challenge/tree.ts';
import type { GradedReport } from '../../../api/grading/report.ts';

const entry = 'server.ts';

/**
 * @param share of the capacity that goes, above 0 and below 1
 * @param report of the tree as it is, which says what an answer costs
 * @throws Error when it does not begin with server.ts, or none of its answers was good
 */
export function slower(tree: Tree, share: number, report: GradedReport): Tree {
  const server = tree.get(entry);
  const costMs = report.facts.cpuMsPerGoodRequest?.value;
  if (server === undefined || costMs === undefined)
    throw new Error(`there must be a ${entry}, with answers that were good`);
  // A service bound by its processor answers as many as it can pay for.
  const burnMs = costMs / (1 - share) - costMs;
  return new Map([
    ...tree,
    [entry, Buffer.concat([Buffer.from("import './burn.ts';\n"), server])],
    ['burn.ts', readFileSync(join(import.meta.dirname, 'burn.ts'))],
    ['burn-ms.ts', Buffer.from(`export const burnMs = ${burnMs};\n`)],
  ]);
}
