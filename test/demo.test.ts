import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareDemo } from '../api/demo.ts';
import { openQueue, type Queue } from '../api/db/queue.ts';
import { Client, openInvite, publicUrl, startPlatform, type TestPlatform } from './support/app.ts';
import { parcels, tree } from './support/challenge.ts';

const challenge = {
  ...parcels,
  references: {
    strong: { bands: ['strong' as const], trees: { node: tree({ 'server.js': 'fast();' }) } },
    starter: { bands: ['below' as const], trees: { node: parcels.starters['node']! } },
  },
};
const challenges = new Map([[parcels.slug, challenge]]);

let platform: TestPlatform;
let queue: Queue;
beforeAll(async () => {
  platform = await startPlatform({ challenges });
  queue = await openQueue(platform.database.url, () => undefined);
});
afterAll(async () => {
  await queue.stop();
  await platform.close();
});

const prepare = () => {
  const { sql } = platform.database;
  return prepareDemo({ sql, queue, clock: platform.now, publicUrl, challenges }, parcels.slug);
};

const managerOf = async (signInLink: string) => {
  const manager = new Client(platform.app);
  await manager.call('POST /api/session', { body: { token: tokenOf(signInLink) } });
  return manager;
};
const tokenOf = (link: string) => link.slice(link.lastIndexOf('/') + 1);

test('the first start hands in every reference, later ones bring fresh links alone', async () => {
  const [first, second] = [await prepare(), await prepare()];
  expect([first.references, second.references]).toEqual([2, 0]);
  expect(second.signIn).not.toBe(first.signIn);
  const manager = await managerOf(second.signIn);
  const { invites } = (await manager.call('GET /api/invites', { query: {} })).body;
  expect(invites.filter((invite) => invite.submissionId).map((invite) => invite.candidateName)).toEqual(
    expect.arrayContaining(['Reference: strong', 'Reference: starter']),
  );
  expect(invites.filter((invite) => invite.candidateName.startsWith('Reference'))).toHaveLength(2);
  for (const link of [first.invite!, second.invite!])
    expect((await openInvite(platform, tokenOf(link))).attemptId).toBeTruthy();
});

test('the changes of a reference are what it does to the starter', async () => {
  const { signIn } = await prepare();
  const manager = await managerOf(signIn);
  const { invites } = (await manager.call('GET /api/invites', { query: {} })).body;
  const strong = invites.find((invite) => invite.candidateName === 'Reference: strong')!;
  const { body } = await manager.call('GET /api/submissions/:submissionId/changes', {
    params: { submissionId: strong.submissionId! },
  });
  expect(body.files).toEqual([
    { path: 'lib/parcels.js', before: 'export {};\n', after: null },
    { path: 'server.js', before: 'listen();\n', after: 'fast();' },
  ]);
});
