import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Grade } from '../api/grading/worker.ts';
import { gradeForEver, invite, signIn, startAttempt, startPlatform, submit } from './support/app.ts';
import { MemorySandboxes } from './support/sandboxes.ts';

/** The queue looks for work this often when nobody tells it of any. */
const pollMs = 2_000;

test('a machine on which a protection does not hold answers, and takes no grading', async () => {
  const sandboxes = new MemorySandboxes();
  sandboxes.faults = [{ id: 'root', what: 'The root file system cannot be written', seen: '/etc is open' }];
  const grade = vi.fn<Grade>(gradeForEver);
  const platform = await startPlatform({ sandboxes, grade });
  const manager = await signIn(platform);
  const candidate = await startAttempt(platform, await invite(manager));
  const submissionId = await submit(candidate);
  await sleep(pollMs + 500);
  const { body } = await manager.call('GET /api/submissions/:submissionId/grading', {
    params: { submissionId },
  });
  expect(body.state).toBe('queued');
  expect(grade).not.toHaveBeenCalled();
  await platform.close();
});
