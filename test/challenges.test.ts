// Every challenge as shipped: it loads, its references' checks come out as they must, and nothing of its hidden suite is
// where a candidate's code could read it. The load is measured elsewhere: here only what is answered counts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Challenge } from '../api/challenge/challenge.ts';
import { loadChallenges } from '../api/challenge/load.ts';
import type { Tree } from '../api/challenge/tree.ts';
import { runChecks } from '../api/probe/checks.ts';
import type { CheckLine } from '../sandboxes/probe/observation.ts';
import type { Pod, Probe, Sandboxes } from '../api/sandbox/sandboxes.ts';
import { askWhenUp, podSpec, testSandboxes, treeOf } from './support/pods.ts';

const challenges = await loadChallenges('challenges');
let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
});
afterAll(() => sandboxes?.close(), 60_000);

/** Opens a pod as a grading does, with the whole suite in its probe and the service answering. */
async function openGrading(
  challenge: Challenge,
  tree: Tree,
  { runtime = 'node', build }: { runtime?: string; build?: string },
): Promise<{ pod: Pod; probe: Probe }> {
  const services: Record<string, string> = {};
  for (const [name, seed] of Object.entries(challenge.services))
    services[name] = await sandboxes.serviceImage(name, seed);
  const { env, suites, stubs } = challenge;
  const spec = podSpec({
    kind: 'grading',
    runtime,
    services,
    env,
    stubs,
    ...(build !== undefined && { commands: { build } }),
  });
  const pod = await sandboxes.open(spec);
  const probe = await pod.attachProbe(new Map([...suites.visible, ...suites.hidden]));
  await pod.writeFiles(tree);
  const built = build === undefined ? await pod.build(90_000) : undefined;
  expect(built?.code ?? 0, built?.output).toBe(0);
  await pod.restart();
  expect((await askWhenUp(pod, challenge.ready)).status).toBeLessThan(500);
  return { pod, probe };
}

async function checksOf(challenge: Challenge, reference: string, runtime = 'node'): Promise<CheckLine[]> {
  const tree = challenge.references[reference]?.trees[runtime] as Tree;
  const { pod, probe } = await openGrading(challenge, tree, { runtime });
  const checks = await runChecks(probe, { port: challenge.port, seed: 7, deadlineMs: 90_000 });
  await pod.remove();
  return checks;
}

const names = (checks: CheckLine[]) => checks.map(({ name }) => name);
const failed = (checks: CheckLine[]) => checks.filter(({ passed }) => !passed);

// Mostly they wait for a database of some size: two at a time.
describe.concurrent.each([...challenges.values()])('$slug', (challenge) => {
  const reference = (name: string) => checksOf(challenge, name);
  const musts = (checks: CheckLine[]) =>
    checks.filter(({ category }) => challenge.categories[category]?.mustFix);

  const runtimes = Object.keys(challenge.starters);

  test.each(runtimes)(
    'in %s every check passes on the reference that candidates are measured beside',
    async (runtime) => {
      const checks = await checksOf(challenge, challenge.duet, runtime);
      expect(checks.length).toBeGreaterThan(30);
      expect(failed(checks)).toEqual([]);
    },
    240_000,
  );

  // The first runtime's is what the journey begins with.
  test.each(runtimes.slice(1))(
    'in %s a candidate begins with what runs, and fails what must be fixed',
    async (runtime) => {
      const checks = await checksOf(challenge, 'starter', runtime);
      expect(failed(checks).length).toBeLessThan(checks.length * 0.8);
      const categories = new Set(failed(musts(checks)).map(({ category }) => category));
      expect([...categories].toSorted()).toEqual(
        Object.keys(challenge.categories)
          .filter((name) => challenge.categories[name]?.mustFix)
          .toSorted(),
      );
    },
    240_000,
  );

  const has = (name: string) => name in challenge.references;

  // Checks that wait for third parties to misbehave take a minute; the author's gate runs those of every reference.
  test.runIf(challenge.stubs.size === 0)(
    'the strong solution gives up no check for its speed',
    async () => {
      expect(failed(await reference('strong'))).toEqual([]);
    },
    240_000,
  );

  test.runIf(has('cheat'))(
    'memorised answers pass what a candidate sees and fail what is hidden',
    async () => {
      const checks = await reference('cheat');
      expect(failed(checks).length).toBeGreaterThan(checks.length / 3);
      const hidden = new TextDecoder().decode(
        Buffer.concat(
          [...challenge.suites.hidden]
            .filter(([path]) => path.startsWith('checks/hidden/'))
            .map(([, content]) => content),
        ),
      );
      expect(names(failed(checks)).filter((name) => !hidden.includes(name))).toEqual([]);
    },
    240_000,
  );

  test.runIf(has('broken'))(
    'a fast and wrong solution fails what must be fixed',
    async () => {
      expect(failed(musts(await reference('broken'))).length).toBeGreaterThan(2);
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
