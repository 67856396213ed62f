import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Docker from 'dockerode';
import { expect, test } from 'vitest';
import { ensureDebian } from './debian.ts';

test('images that are built side by side wait for one Debian', async () => {
  let pulled = false;
  const pulls: string[] = [];
  // An engine that knows nothing but this image.
  const engine = createServer(({ method, url }, response) => {
    const answer = () => response.writeHead(pulled ? 200 : 404).end('{}');
    if (method === 'POST') {
      pulls.push(url!);
      setTimeout(() => {
        pulled = true;
        answer();
      }, 50);
    } else answer();
  }).listen(0, '127.0.0.1');
  await once(engine, 'listening');
  const { port } = engine.address() as AddressInfo;
  const docker = new Docker({ protocol: 'http', host: '127.0.0.1', port });
  try {
    await Promise.all([1, 2, 3].map(() => ensureDebian(docker, () => {})));
    await ensureDebian(docker, () => {});
    expect(pulls).toEqual([expect.stringContaining('debian')]);
  } finally {
    engine.close();
  }
});
