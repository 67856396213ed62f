// What the authors of challenges promise of their references, in every language: minutes of checks, so they run by themselves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Challenge } from '../../api/challenge/challenge.ts';
import { loadChallenges } from '../../api/challenge/load.ts';
import { practiceSlug } from '../../api/challenge/practice.ts';
import type { Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { findCanary, onlyThePattern } from '../support/canary.ts';
import { checksOf, failed, musts } from '../support/grading.ts';
import { testSandboxes } from '../support/pods.ts';

const all = await loadChallenges('challenges');
const practice = all.get(practiceSlug)!;
const challenges = [...all.values()].filter((challenge) => challenge !== practice);
let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
});
afterAll(() => sandboxes?.close(), 60_000);

/** References that their author declares wrong, with the categories whose checks surely fail, and those that may. */
function wrongOnes({ references }: Challenge): [name: string, surely: string[], maybe: string[]][] {
  const categories = (reasons: readonly string[] = []) =>
    reasons.flatMap((reason) => (reason.startsWith('checks/') ? [reason.slice('checks/'.length)] : []));
  return Object.entries(references).flatMap(([name, { role, fails, perhaps }]) =>
    role === 'wrong' && !perhaps?.includes('checks') ? [[name, categories(fails), categories(perhaps)]] : [],
  );
}

test.each(Object.keys(practice.starters))('what candidates practise on works in %s', async (runtime) => {
  expect(failed(await checksOf(sandboxes, practice, 'good', runtime))).toEqual([]);
  const begun = failed(await checksOf(sandboxes, practice, 'starter', runtime));
  expect(begun.map(({ name }) => name).toSorted()).toEqual([
    'Ada is greeted as Ada',
    'Grace is greeted as Grace',
  ]);
});

describe.concurrent.each(challenges)('$slug', (challenge) => {
  const [first, ...others] = Object.keys(challenge.starters);

  test.each(others)(
    'in %s every check passes on the reference that candidates are measured beside',
    async (runtime) => {
      expect(failed(await checksOf(sandboxes, challenge, challenge.duet, runtime))).toEqual([]);
    },
  );

  test.each([first!, ...others])(
    'in %s a candidate begins with what runs, and fails what must be fixed',
    async (runtime) => {
      const checks = await checksOf(sandboxes, challenge, 'starter', runtime);
      // What is to be built holds one route as an example.
      const share = challenge.kind === 'fix' ? 0.8 : 1;
      expect(failed(checks).length).toBeLessThanOrEqual(checks.length * share);
      const categories = new Set(failed(musts(challenge, checks)).map(({ category }) => category));
      const mustFix = Object.keys(challenge.categories).filter((name) => challenge.categories[name]?.mustFix);
      expect([...categories].toSorted()).toEqual(mustFix.toSorted());
    },
  );

  test.each(Object.keys(challenge.references['strong']?.trees ?? {}))(
    'in %s the strong solution gives up no check for its speed',
    async (runtime) => {
      expect(failed(await checksOf(sandboxes, challenge, 'strong', runtime))).toEqual([]);
    },
  );

  test.each(wrongOnes(challenge))('%s fails checks of %s', async (name, surely, maybe) => {
    const categories = failed(await checksOf(sandboxes, challenge, name)).map(({ category }) => category);
    expect(categories).toEqual(expect.arrayContaining(surely));
    expect([...surely, ...maybe]).toEqual(expect.arrayContaining(categories));
  });

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
  );

  test('the canary of the hidden suite is nowhere the candidate’s container can read', async () => {
    expect(await findCanary(sandboxes, challenge)).toEqual(onlyThePattern);
  });
});
