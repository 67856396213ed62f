// An engine that has much to do, or hangs: the work of a candidate goes on without it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startAttempt, startPlatform, type Candidate, type TestPlatform } from './support/app.ts';

let platform: TestPlatform;
let candidate: Candidate;
beforeAll(async () => {
  platform = await startPlatform();
  platform.sandboxes.service = (_, response) => response.end('ok');
  candidate = await startAttempt(platform);
});
afterAll(() => platform.close());

const params = () => ({ attemptId: candidate.attemptId });
const attempt = async () => (await candidate.call('GET /api/attempts/:attemptId', { params: params() })).body;

test('the page is told what was known last, and what is so as soon as that is known', async () => {
  await eventually(async () => expect((await attempt()).workspace.service).toBe('running'));
  const pod = platform.sandboxes.pods.find(({ spec }) => spec.owner === candidate.attemptId)!;
  const answer = Promise.withResolvers<void>();
  const status = pod.status.bind(pod);
  pod.status = async () => {
    await answer.promise;
    return { state: 'exited', exitCode: 3, outOfMemory: false };
  };
  try {
    expect((await attempt()).workspace).toMatchObject({ sandbox: 'ready', service: 'running' });
    const began = performance.now();
    for (let asked = 0; asked < 5; asked++) await attempt();
    // One question at a time waits for the engine.
    expect(performance.now() - began).toBeLessThan(5 * 1_500);
    const { body } = await candidate.call('GET /api/attempts/:attemptId/files', { params: params() });
    expect(body.files.map(({ path }) => path)).toContain('server.js');
    answer.resolve();
    await eventually(async () =>
      expect((await attempt()).workspace).toMatchObject({ service: 'exited', exitCode: 3 }),
    );
  } finally {
    answer.resolve();
    pod.status = status;
  }
});
