import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pod, Sandboxes } from '../api/sandbox/sandboxes.ts';
import { SandboxError } from '../api/sandbox/sandboxes.ts';
import { ask, askWhenUp, helloTree, podSpec, testSandboxes, treeOf, until } from './support/pods.ts';

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
}, 600_000);
afterAll(() => sandboxes.close(), 60_000);

describe('a pod with a database', () => {
  let pod: Pod;
  beforeAll(async () => {
    const seed = treeOf({ '01.sql': 'create table item (id int primary key); insert into item values (1), (2);' });
    const postgres = await sandboxes.serviceImage('postgres', seed);
    pod = await sandboxes.open(podSpec({ services: { postgres } }));
    await pod.writeFiles(await helloTree());
    await pod.restart();
  }, 300_000);

  test('runs the hello service, which answers and reaches the database', async () => {
    expect(await askWhenUp(pod, '/health')).toEqual({ status: 200, body: '{"ok":true}' });
    expect(await ask(pod, '/database')).toEqual({ status: 200, body: '{"rows":[{"one":1}]}' });
    expect(await pod.status()).toEqual({ state: 'running', exitCode: null, outOfMemory: false });
  });

  test('knows app as the owner of the seed and no superuser', async () => {
    const server = `import postgres from 'postgres';
      const count = await postgres('postgres://app@127.0.0.1/app')\`select count(*) from item\`;
      const [role] = await postgres('postgres://app@127.0.0.1/app')\`select rolsuper from pg_roles where rolname = 'app'\`;
      const superuser = await postgres('postgres://postgres@127.0.0.1/app')\`select 1\`.catch((e) => e.code);
      console.log(count[0].count, role.rolsuper, superuser);`;
    await pod.writeFiles(treeOf({ 'server.ts': server }));
    await pod.restart();
    await until(async () => (await pod.log(10)).length > 0);
    expect(await pod.log(10)).toEqual(['2 false 28000']);
  });

  test('counts the processor time of its own containers', async () => {
    const before = await pod.cpu();
    await pod.writeFiles(treeOf({ 'server.ts': 'const end = Date.now() + 500; while (Date.now() < end);' }));
    await pod.restart();
    await until(async () => (await pod.status()).state === 'exited');
    const after = await pod.cpu();
    expect(after.usedMs - before.usedMs).toBeGreaterThan(400);
    expect(after.atMs).toBeGreaterThan(before.atMs);
  });
});

describe('a pod', () => {
  let pod: Pod;
  beforeAll(async () => {
    pod = await sandboxes.open(podSpec());
  }, 60_000);

  test('gives files back byte by byte, and holds exactly the tree that was written last', async () => {
    const first = new Map([
      ['server.ts', Buffer.from('one')],
      ['deep/er/data.bin', randomBytes(900_000)],
    ]);
    await pod.writeFiles(first);
    expect(await pod.readFiles()).toEqual(first);
    const second = treeOf({ 'server.ts': 'two', deep: 'now a file' });
    await pod.writeFiles(second);
    expect(await pod.readFiles()).toEqual(second);
  });

  test('shows new code after a restart, and only the log of the last start', async () => {
    const serverSaying = (word: string) =>
      treeOf({
        'server.ts': `import http from 'node:http'; console.log('${word}');
          http.createServer((_, answer) => answer.end('${word}')).listen(8080);`,
      });
    await pod.writeFiles(serverSaying('one'));
    await pod.restart();
    expect((await askWhenUp(pod, '/')).body).toBe('one');
    await pod.writeFiles(serverSaying('two'));
    await pod.restart();
    expect((await askWhenUp(pod, '/')).body).toBe('two');
    expect(await pod.log(10)).toEqual(['two']);
  });

  test('tells the exit code of a service that ended', async () => {
    await pod.writeFiles(treeOf({ 'server.ts': 'process.exit(7)' }));
    await pod.restart();
    await until(async () => (await pod.status()).state === 'exited');
    expect(await pod.status()).toEqual({ state: 'exited', exitCode: 7, outOfMemory: false });
  });

  test('tells that a service ran out of memory', async () => {
    const hoard = 'const all = []; for (;;) all.push(Buffer.alloc(16_000_000, 1));';
    await pod.writeFiles(treeOf({ 'server.ts': hoard }));
    await pod.restart();
    await until(async () => (await pod.status()).state === 'exited');
    expect(await pod.status()).toEqual({ state: 'exited', exitCode: 137, outOfMemory: true });
  });

  test('refuses a connection where nothing listens', async () => {
    await expect(ask(pod, '/', 9999)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a build', () => {
  test('hands back its output and exit code', async () => {
    const pod = await sandboxes.open(podSpec({ commands: { build: 'echo out; echo err >&2; exit 3' } }));
    expect(await pod.build(10_000)).toEqual({ code: 3, output: 'out\nerr', timedOut: false });
    await pod.remove();
  });

  test('is killed at its deadline with everything it started', async () => {
    const build = 'setsid sleep 301 & sleep 302 & wait';
    const pod = await sandboxes.open(podSpec({ commands: { build } }));
    expect(await pod.build(500)).toMatchObject({ code: null, timedOut: true });
    await pod.writeFiles(treeOf({ 'server.ts': '' }));
    const list = await sandboxes.open(podSpec({ commands: { build: 'pgrep -c sleep' } }));
    await list.remove();
    await pod.remove();
  });
});
