import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Tree } from '../../api/challenge/tree.ts';
import { runChecks } from '../../api/probe/checks.ts';
import type { Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { openGrading } from './grading.ts';
import { treeOf } from './pods.ts';

/**
 * Searches everything a candidate's container can read for the mark of the hidden suite, while that suite runs beside it.
 * @returns the files found: the one with the pattern alone, which is put together at run time and so also proves that the
 * search finds what is there
 */
export async function findCanary(sandboxes: Sandboxes, challenge: Challenge): Promise<string[]> {
  const middle = Math.floor(challenge.canary.length / 2);
  const search = `
    printf '%s%s' '${challenge.canary.slice(0, middle)}' '${challenge.canary.slice(middle)}' > /tmp/pattern
    grep -rlF --exclude-dir=proc --exclude-dir=sys -f /tmp/pattern / 2>/dev/null
    for file in /proc/[0-9]*/environ /proc/[0-9]*/cmdline; do grep -lF -f /tmp/pattern "$file" 2>/dev/null; done
    echo searched`;
  const starter = challenge.starters['node'] as Tree;
  const tree = new Map([...starter, ...treeOf({ 'search.sh': search })]);
  const { pod, probe } = await openGrading(sandboxes, challenge, tree, { build: 'sh search.sh' });
  const checking = runChecks(probe, { port: challenge.port, seed: 7, deadlineMs: 20_000 });
  const { output } = await pod.build(120_000);
  await checking;
  await pod.remove();
  return output.trim().split('\n');
}

/** What a search of a sound sandbox finds. */
export const onlyThePattern = ['/tmp/pattern', 'searched'];
