// Every challenge as shipped: it loads, what candidates are measured beside is right, and nothing of a hidden suite is where a
// candidate's code could read it. The rest of what their authors promise has a run of its own: npm run test:references.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadChallenges } from '../api/challenge/load.ts';
import { practiceSlug } from '../api/challenge/practice.ts';
import type { Sandboxes } from '../api/sandbox/sandboxes.ts';
import { findCanary, onlyThePattern } from './support/canary.ts';
import { checksOf, failed } from './support/grading.ts';
import { testSandboxes } from './support/pods.ts';

const all = await loadChallenges('challenges');
const practice = all.get(practiceSlug)!;
const challenges = [...all.values()].filter((challenge) => challenge !== practice);
let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
});
afterAll(() => sandboxes?.close(), 60_000);

// Mostly they wait, for databases and for what third parties withhold: two at a time.
test.concurrent('what candidates practise on can be mended', async () => {
  expect(failed(await checksOf(sandboxes, practice, 'good'))).toEqual([]);
});

test.concurrent('the canary of a hidden suite is nowhere the candidate’s container can read', async () => {
  expect(await findCanary(sandboxes, practice)).toEqual(onlyThePattern);
});

describe.concurrent.each(challenges)('$slug', (challenge) => {
  test('every check passes on the reference that candidates are measured beside', async () => {
    const checks = await checksOf(sandboxes, challenge, challenge.duet);
    expect(checks.length).toBeGreaterThan(30);
    expect(failed(checks)).toEqual([]);
  }, 240_000);
});
