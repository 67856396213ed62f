import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import Docker from 'dockerode';
import { expect, test } from 'vitest';
import { readLog } from './log.ts';
import { SandboxError } from './sandboxes.ts';

test('an engine too busy to give a log is our failure, and is waited for no longer', async () => {
  const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const engine = new Docker({ host: '127.0.0.1', port: (silent.address() as AddressInfo).port });
  const read = readLog(engine.getContainer('any'), '0', 10, 50);
  await expect(read).rejects.toThrow(new SandboxError('the engine gave no log within 50 ms'));
  silent.close();
});
