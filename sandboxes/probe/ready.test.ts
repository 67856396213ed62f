import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { waitReady } from './ready.ts';

test('a service that starts late is waited for', async () => {
  let calls = 0;
  const server = createServer((_request, response) => response.writeHead(calls++ < 2 ? 503 : 404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line = await waitReady(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health`, 5000);
  expect(line).toMatchObject({ ready: true, listened: true, detail: 'answered with status 404' });
  server.close();
});

test('a port nobody listens on is told from a service that never answers', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  expect(await waitReady(`http://127.0.0.1:${port}/`, 300)).toMatchObject({ ready: false, listened: true });
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
  const dead = await waitReady(`http://127.0.0.1:${port}/`, 300);
  expect(dead).toMatchObject({ ready: false, listened: false, detail: 'ECONNREFUSED' });
});
