import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Grade } from '../api/grading/worker.ts';
import {
  eventually,
  gradeForEver,
  invite,
  openInvite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
} from './support/app.ts';
import { testPace } from './support/database.ts';
import { makeDatabase } from './support/db.ts';
import { MemorySandboxes } from './support/sandboxes.ts';

/** The queue looks for work this often when nobody tells it of any. */
const pollMs = testPace.pollSeconds * 1000;

test('a machine on which a protection does not hold answers people, and runs nobody’s code', async () => {
  const database = await makeDatabase();
  const grade = vi.fn<Grade>(gradeForEver);
  const sound = await startPlatform({ grade }, database);
  await submit(await startAttempt(sound));
  await eventually(() => expect(grade).toHaveBeenCalledOnce());
  await sound.close();

  const sandboxes = new MemorySandboxes();
  sandboxes.faults = [{ id: 'root', what: 'The root file system cannot be written', seen: '/etc is open' }];
  const platform = await startPlatform({ sandboxes, grade }, database);
  const candidate = await openInvite(platform, await invite(await signIn(platform)));
  const params = { attemptId: candidate.attemptId };
  await candidate.call('POST /api/attempts/:attemptId/start', { params, body: { runtime: 'node' } });
  await sleep(pollMs + 500);
  const { body } = await candidate.call('GET /api/attempts/:attemptId', { params });
  expect(body.state).toBe('preparing');
  expect(sandboxes.opened).toBe(0);
  expect(grade).toHaveBeenCalledOnce();
  await platform.close();

  // Where everything holds, both go on.
  const mended = await startPlatform({ grade }, database);
  await eventually(() => expect(grade).toHaveBeenCalledTimes(2));
  await eventually(() => expect(mended.sandboxes.opened).toBe(1));
  await mended.close();
  await database.drop();
}, 90_000);
