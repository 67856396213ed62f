// Third parties in real pods: a candidate's service calls them, checks make them misbehave, and nothing of the
// candidate's reaches what they know.
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tree } from '../api/challenge/tree.ts';
import { countCalls } from '../api/probe/calls.ts';
import { runChecks } from '../api/probe/checks.ts';
import type { Pod, Probe, Sandboxes } from '../api/sandbox/sandboxes.ts';
import { ask, askWhenUp, podSpec, testSandboxes, treeOf } from './support/pods.ts';

// Counts its charges, and tells the service of each.
const stubs = treeOf({
  'bank.ts': `import { defineStub } from 'proofload/stub';
import { receipt } from './shared/receipt.ts';
let charges = 0;
export default defineStub({
  port: 9101,
  answer(request, self) {
    if (request.method !== 'POST') return { status: 404 };
    self.notify({ url: 'http://127.0.0.1:8080/hooks', body: receipt(++charges) });
    return { status: 201, body: receipt(charges) };
  },
});`,
  'shared/receipt.ts': 'export const receipt = (charges: number) => ({ charges, for: "the shop" });',
  'post.ts': `import { defineStub } from 'proofload/stub';
export default defineStub({ port: 9102, answer: () => ({ status: 200 }) });`,
});

const shop = treeOf({
  'server.ts': `import http from 'node:http';
import net from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
let hooks = 0;
const asked = (work: () => unknown) => { try { return String(work()); } catch (error) { return (error as NodeJS.ErrnoException).code; } };
const reached = (path: string) => new Promise((done) => {
  net.connect(path, () => done('connected')).on('error', (error: NodeJS.ErrnoException) => done(error.code));
});
http.createServer(async (request, response) => {
  if (request.url === '/hooks') return void response.writeHead(hooks++ === 0 ? 500 : 204).end();
  if (request.url === '/hooks-seen') return void response.end(JSON.stringify({ hooks }));
  if (request.url === '/spy') {
    const calls = await fetch('http://127.0.0.1:9101/bank/calls').then((answer) => answer.status);
    const sight = {
      calls,
      socket: await reached('/control/stubs.sock'),
      abstract: await reached('\\0/control/stubs.sock'),
      control: asked(() => readdirSync('/control')),
      files: asked(() => readdirSync('/stubs')),
      suite: asked(() => readdirSync('/suite')),
      mounts: readFileSync('/proc/self/mountinfo', 'utf8').includes('/control'),
      processes: readdirSync('/proc').some((id) => /run-stubs|run-checks/.test(asked(() => readFileSync('/proc/' + id + '/cmdline', 'utf8')) ?? '')),
    };
    return void response.end(JSON.stringify(sight));
  }
  if (request.url !== '/pay') return void response.end('{}');
  try {
    const paid = await fetch('http://127.0.0.1:9101/charges', { method: 'POST', body: '{"cents": 5}', signal: AbortSignal.timeout(1000) });
    response.writeHead(paid.status).end(JSON.stringify(await paid.json()));
  } catch {
    response.writeHead(504).end();
  }
}).listen(8080);`,
});

const beginning = `import { check, expect, get } from 'proofload/checks';
import { stub } from 'proofload/stub';
const bank = stub('bank');
check('bank', 'the state is fresh', async () => {
  expect(await bank.calls()).toEqual([]);
  expect((await get('/pay')).json).toEqual({ charges: 1, for: 'the shop' });
  expect(await bank.calls()).toMatchObject([{ method: 'POST', path: '/charges', body: { cents: 5 }, status: 201 }]);
  expect(await stub('post').calls()).toEqual([]);
});`;

const suite = treeOf({
  'checks/visible/bank.test.ts': `${beginning}
check('bank', 'a notification comes at least once', async () => {
  await expect.poll(() => bank.deliveries(), { timeout: 5000 }).toMatchObject([
    { status: 500, attempt: 1 }, { status: 204, attempt: 2, body: { charges: 1 } }]);
  expect((await get('/hooks-seen')).json).toEqual({ hooks: 2 });
});
check('bank', 'it fails, and a failed check leaves it so', async () => {
  await bank.behave({ fail: { status: 503, share: 1 } });
  expect((await get('/pay')).status).toBe(503);
  expect.fail('on purpose');
});
check('bank', 'the next check finds it well', async () => {
  expect((await get('/pay')).status).toBe(201);
});
check('bank', 'it hangs and is late', async () => {
  await bank.behave({ hang: 1 });
  expect((await get('/pay')).status).toBe(504);
  await bank.behave({ delayMs: 300 });
  const before = Date.now();
  expect((await get('/pay')).status).toBe(201);
  expect(Date.now() - before).toBeGreaterThan(290);
});`,
});

let sandboxes: Sandboxes;
let pod: Pod;
let probe: Probe;
beforeAll(async () => {
  sandboxes = await testSandboxes();
  ({ pod, probe } = await openShop(suite));
});
afterAll(() => sandboxes?.close(), 60_000);

async function openShop(checks: Tree): Promise<{ pod: Pod; probe: Probe }> {
  const opened = await sandboxes.open(podSpec({ kind: 'grading', stubs }));
  const attached = await opened.attachProbe(checks);
  await opened.writeFiles(shop);
  await opened.restart();
  await askWhenUp(opened, '/health');
  return { pod: opened, probe: attached };
}

const check = (in_: Probe) => runChecks(in_, { port: 8080, seed: 1, deadlineMs: 60_000 });

test('checks make third parties misbehave, see what they saw, and leave them well', async () => {
  const checks = await check(probe);
  expect(checks.filter(({ passed }) => !passed)).toMatchObject([
    { name: 'it fails, and a failed check leaves it so', message: 'on purpose' },
  ]);
  expect(checks).toHaveLength(5);
});

test('calls are counted by those who are called', async () => {
  const before = await countCalls(probe, ['bank', 'post']);
  await ask(pod, '/pay');
  await ask(pod, '/pay');
  expect(await countCalls(probe, ['bank', 'post'])).toBe(before + 2);
  await expect(countCalls(probe, ['nobody'])).rejects.toThrow('there are the stubs bank, post');
});

test('the candidate’s containers reach neither the control nor what was seen', async () => {
  const { body } = await ask(pod, '/spy');
  expect(JSON.parse(body)).toEqual({
    calls: 404,
    socket: 'ENOENT',
    abstract: 'ECONNREFUSED',
    control: 'ENOENT',
    files: 'ENOENT',
    suite: 'ENOENT',
    mounts: false,
    processes: false,
  });
});

test('another grading begins with third parties that know nothing', async () => {
  const fresh = await openShop(treeOf({ 'checks/visible/bank.test.ts': beginning }));
  expect(await check(fresh.probe)).toMatchObject([{ name: 'the state is fresh', passed: true }]);
  await fresh.pod.remove();
});

test('where a candidate tries things out, probe and third parties make no neighbour wait', async () => {
  const weights = async ({ id }: Pod) => {
    const parts = ['probe', 'stubs'].map((part) => new Docker().getContainer(`proofload-${id}-${part}`));
    return Promise.all(parts.map(async (part) => (await part.inspect()).HostConfig.CpuShares));
  };
  expect(await weights(pod)).toEqual([262_144, 262_144]);
  const workspace = await sandboxes.open(podSpec({ stubs }));
  await workspace.attachProbe(suite);
  expect(await weights(workspace)).toEqual([2_048, 2_048]);
  await workspace.remove();
});

test('third parties that end are our failure, and their pod is lost', async () => {
  expect(await pod.status()).toMatchObject({ state: 'running' });
  expect([...(await sandboxes.whole())]).toContain(pod.id);
  await new Docker().getContainer(`proofload-${pod.id}-stubs`).kill();
  await expect(pod.status()).rejects.toThrow('the stubs have ended');
  expect([...(await sandboxes.whole())]).not.toContain(pod.id);
  await pod.remove();
  const { Volumes } = await new Docker().listVolumes({ filters: { label: [`proofload.pod=${pod.id}`] } });
  expect(Volumes).toEqual([]);
});

test('a stub that cannot be loaded is told by name', async () => {
  const broken = treeOf({ 'bank.ts': 'export default 1;' });
  await expect(sandboxes.open(podSpec({ stubs: broken }))).rejects.toThrow(
    'bank.ts has no default export of defineStub',
  );
});
