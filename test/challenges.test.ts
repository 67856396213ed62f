// Every challenge as shipped: it loads, what candidates are measured beside is right, and nothing of its hidden suite is where
// a candidate's code could read it. The other references have a run of their own: npm run test:references.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadChallenges } from '../api/challenge/load.ts';
import { practiceSlug } from '../api/challenge/practice.ts';
import type { Tree } from '../api/challenge/tree.ts';
import { runChecks } from '../api/probe/checks.ts';
import type { Sandboxes } from '../api/sandbox/sandboxes.ts';
import { checksOf, failed, musts, openGrading } from './support/grading.ts';
import { testSandboxes, treeOf } from './support/pods.ts';

const all = await loadChallenges('challenges');
const practice = all.get(practiceSlug)!;
const challenges = [...all.values()].filter((challenge) => challenge !== practice);
let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
});
afterAll(() => sandboxes?.close(), 60_000);

test('what candidates practise on can be mended', async () => {
  expect(failed(await checksOf(sandboxes, practice, 'good'))).toEqual([]);
});

// Mostly they wait for a database of some size: two at a time.
describe.concurrent.each(challenges)('$slug', (challenge) => {
  test('every check passes on the reference that candidates are measured beside', async () => {
    const checks = await checksOf(sandboxes, challenge, challenge.duet);
    expect(checks.length).toBeGreaterThan(30);
    expect(failed(checks)).toEqual([]);
  }, 240_000);

  test.runIf('cheat' in challenge.references)(
    'memorised answers pass what a candidate sees and fail what is hidden',
    async () => {
      const checks = await checksOf(sandboxes, challenge, 'cheat');
      expect(failed(checks).length).toBeGreaterThan(checks.length / 3);
      const hidden = [...challenge.suites.hidden]
        .filter(([path]) => path.startsWith('checks/hidden/'))
        .map(([, content]) => content.toString());
      const names = failed(checks).map(({ name }) => name);
      expect(names.filter((name) => !hidden.join('').includes(name))).toEqual([]);
    },
    240_000,
  );

  test.runIf('broken' in challenge.references)(
    'a fast and wrong solution fails what must be fixed',
    async () => {
      const checks = await checksOf(sandboxes, challenge, 'broken');
      expect(failed(musts(challenge, checks)).length).toBeGreaterThan(2);
    },
    240_000,
  );

  // The pattern is put together at run time, so the one file that may be found is the one grep reads it from: it also
  // proves that the search finds what is there.
  test('the canary of the hidden suite is nowhere the candidate’s container can read', async () => {
    const middle = Math.floor(challenge.canary.length / 2);
    const search = `
      printf '%s%s' '${challenge.canary.slice(0, middle)}' '${challenge.canary.slice(middle)}' > /tmp/pattern
      grep -rlF --exclude-dir=proc --exclude-dir=sys -f /tmp/pattern / 2>/dev/null
      for file in /proc/[0-9]*/environ /proc/[0-9]*/cmdline; do grep -lF -f /tmp/pattern "$file" 2>/dev/null; done
      true`;
    const starter = challenge.starters['node'] as Tree;
    const { pod, probe } = await openGrading(
      sandboxes,
      challenge,
      new Map([...starter, ...treeOf({ 'search.sh': search })]),
      { build: 'sh search.sh' },
    );
    const checking = runChecks(probe, { port: challenge.port, seed: 7, deadlineMs: 20_000 });
    const { output, timedOut } = await pod.build(120_000);
    await checking;
    await pod.remove();
    expect({ found: output.trim().split('\n'), timedOut }).toEqual({
      found: ['/tmp/pattern'],
      timedOut: false,
    });
  }, 300_000);
});
