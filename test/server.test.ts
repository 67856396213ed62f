import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test, vi } from 'vitest';
import { claimRunner } from '../api/db/claim.ts';
import { connect } from '../api/db/connect.ts';

const start = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['api/server.ts'], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });

test('a wrong setting is named, and nothing starts', () => {
  const { status, stderr } = start({ PORT: 'high' });
  expect(status).toBe(1);
  expect(stderr).toContain('PORT is "high"; expected a whole number from 1 to 65535');
});

test('a challenge that is not right is named with its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofload-challenges-'));
  const { status, stderr } = start({ CHALLENGES: join(folder, 'missing') });
  expect(status).toBe(1);
  expect(stderr).toContain('missing');
});

test('two processes of one installation do not run at once', async () => {
  const [first, second] = [connect(inject('serverUrl'), 1), connect(inject('serverUrl'), 1)];
  await claimRunner(first, 'host:/data');
  await expect(claimRunner(second, 'host:/data')).rejects.toThrow('already running');
  await first.end();
  // The server lets go of a lock a moment after its connection has ended.
  await vi.waitFor(() => claimRunner(second, 'host:/data'));
  await second.end();
});
