import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runStorm } from '../api/probe/storm.ts';
import type { Tree } from '../api/challenge/tree.ts';
import type { ExecResult, Pod, Probe, Sandboxes } from '../api/sandbox/sandboxes.ts';
import {
  ask,
  askWhenUp,
  helloTree,
  openTerminal,
  podSpec,
  testSandboxes,
  treeOf,
  until,
} from './support/pods.ts';

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
}, 600_000);
afterAll(() => sandboxes.close(), 60_000);

function serverSaying(word: string): Tree {
  return treeOf({
    'server.ts': `import http from 'node:http'; console.log('${word}');
      http.createServer((_, answer) => answer.end('${word}')).listen(8080);`,
  });
}

describe('a pod with a database', () => {
  let pod: Pod;
  beforeAll(async () => {
    const seed = treeOf({
      '01.sql': 'create table item (id int primary key); insert into item values (1), (2);',
    });
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

  test('counts the statements of app, which can neither read the count, reset it nor have it lie', async () => {
    const server = `import pg from 'pg';
      const app = new pg.Client('postgres://app@127.0.0.1/app');
      await app.connect();
      const refused = async (sql: string) => app.query(sql).then(() => 'done', (error) => error.code);
      for (let time = 0; time < 40; time++) await app.query('select ' + time);
      console.log(await refused('select count(*) from platform.pg_stat_statements(true)'),
        await refused('select platform.pg_stat_statements_reset()'), await refused('drop schema platform cascade'),
        await refused("set pg_stat_statements.track = 'none'"), await refused("alter database app set search_path = public"),
        await refused("create function public.sum(bigint) returns bigint language sql return 1"));
      await app.end();`;
    const before = (await pod.statements()) ?? NaN;
    await pod.writeFiles(treeOf({ 'server.ts': server }));
    await pod.restart();
    await until(async () => (await pod.status()).state === 'exited');
    expect(await pod.log(10)).toEqual(['42501 42501 42501 42501 done done']);
    // Those that were refused may count or not.
    const more = ((await pod.statements()) ?? NaN) - before;
    expect(more).toBeGreaterThanOrEqual(42);
    expect(more).toBeLessThanOrEqual(46);
  });

  test('keeps state, connections and terminal while it is paused, and takes no processor time', async () => {
    const server = `import http from 'node:http';
      import postgres from 'postgres';
      const sql = postgres('postgres://app@127.0.0.1/app', { max: 1 });
      const [{ pid }] = await sql\`select pg_backend_pid() as pid\`;
      let asked = 0;
      setInterval(() => { const end = Date.now() + 20; while (Date.now() < end); }, 40);
      http.createServer(async (_, answer) => {
        const [now] = await sql\`select pg_backend_pid() as pid\`;
        answer.end(\`\${++asked} \${now.pid === pid}\`);
      }).listen(8080);`;
    await pod.writeFiles(treeOf({ 'server.ts': server }));
    await pod.restart();
    expect((await askWhenUp(pod, '/')).body).toBe('1 true');
    const terminal = await openTerminal(pod);
    await terminal.shows(/\$ /);
    terminal.type('word=kept; clear\r');

    expect(await pod.pause()).toBe(true);
    expect(await pod.pause()).toBe(true);
    const before = await pod.cpu();
    await sleep(500);
    expect((await pod.cpu()).usedMs - before.usedMs).toBeLessThan(50);
    expect((await pod.status()).state).toBe('running');

    expect((await ask(pod, '/')).body).toBe('2 true');
    terminal.type('echo $word-after\r');
    await terminal.shows(/kept-after/);

    const second = await openTerminal(pod, '1-second');
    await second.shows(/kept-after/);
    second.type('clear; echo $word-for-both\r');
    await Promise.all([terminal.shows(/kept-for-both/), second.shows(/kept-for-both/)]);
    second.close();
    terminal.close();
    await until(async () => (await pod.cpu()).usedMs - before.usedMs > 50);
  });

  test('runs a program as the candidate would, and ends one that is too slow or says too much', async () => {
    const limits = { deadlineMs: 20_000, maxBytes: 1_000 };
    expect(await pod.run(['sh', '-c', 'echo out; echo err >&2; exit 3'], limits)).toEqual({
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      timedOut: false,
      cut: false,
    });
    const endless = await pod.run(['yes'], limits);
    expect([endless.code, endless.cut, endless.stdout.length]).toEqual([null, true, 1_000]);
    const slow = await pod.run(['sleep', '60'], { ...limits, deadlineMs: 300 });
    expect([slow.code, slow.timedOut]).toEqual([null, true]);
  });

  test('counts the processor time of its own containers', async () => {
    const before = await pod.cpu();
    await pod.writeFiles(treeOf({ 'server.ts': 'while (process.cpuUsage().user < 500_000);' }));
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

  test('tells when its files were changed, and gives back what may be the candidate’s work', async () => {
    await pod.writeFiles(treeOf({ 'server.ts': 'one', 'grows.txt': 'small' }));
    const watch = await pod.watchFiles();
    const terminal = await openTerminal(pod);
    await terminal.shows(/candidate@sandbox:.*\$ /);
    const told = new Promise((resolve) => watch.once('data', resolve));
    terminal.type('mkdir -p node_modules/x lib && touch node_modules/x/index.js old.swp\r');
    terminal.type('head -c 2000000 /dev/zero > grows.txt; echo two > lib/two.ts; echo done > server.ts\r');
    await told;
    await until(async () => (await pod.readSources()).files.get('server.ts')?.toString() === 'done\n');
    const { files, tooLarge } = await pod.readSources();
    expect([...files.keys()].toSorted()).toEqual(['lib/two.ts', 'server.ts']);
    expect([...tooLarge]).toEqual(['grows.txt']);
    watch.destroy();
    terminal.close();
  });

  test('shows new code after a restart, and only the log of the last start', async () => {
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

  test('tells an http client when its service is silent for too long', async () => {
    await pod.writeFiles(
      treeOf({
        'server.ts': `import net from 'node:net'; net.createServer(() => {}).listen(8080); console.log('up');`,
      }),
    );
    await pod.restart();
    await until(async () => (await pod.log(1)).length > 0);
    const socket = await pod.connect(8080);
    const silent = new Promise((resolve) => {
      const request = http.get({ host: 'pod', createConnection: () => socket }).setTimeout(200);
      request.on('timeout', () => resolve('timeout')).on('error', resolve);
    });
    expect(await silent).toBe('timeout');
    socket.destroy();
  });

  test('lets whoever connects wait until something listens', async () => {
    await pod.writeFiles(
      treeOf({
        'server.ts': `import http from 'node:http';
          setTimeout(() => http.createServer((_, answer) => answer.end('late')).listen(8090), 500);`,
      }),
    );
    const [answer] = await Promise.all([ask(pod, '/', 8090, 20_000), pod.restart()]);
    expect(answer.body).toBe('late');
  });

  test('refuses a connection where nothing listens', async () => {
    await expect(ask(pod, '/', 9999)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a build', () => {
  let pod: Pod;
  beforeAll(async () => {
    pod = await sandboxes.open(podSpec({ commands: { build: 'sh build.sh' } }));
  }, 60_000);

  async function build(script: string, deadlineMs: number): Promise<ExecResult> {
    await pod.writeFiles(treeOf({ 'build.sh': script }));
    return pod.build(deadlineMs);
  }

  test('hands back its output and exit code', async () => {
    const result = await build('echo out; echo err >&2; exit 3', 10_000);
    expect(result).toMatchObject({ code: 3, timedOut: false });
    expect(result.output.split('\n').toSorted()).toEqual(['err', 'out']);
  });

  test('is killed at its deadline with everything it started', async () => {
    await pod.writeFiles(treeOf({ 'build.sh': 'setsid sleep 301 & sleep 302 & wait' }));
    const building = pod.build(1_000);
    expect(await pod.pause()).toBe(false);
    expect(await building).toMatchObject({ code: null, timedOut: true });
    expect(await build('pgrep -f "sleep 30[12]"', 10_000)).toEqual({ code: 1, output: '', timedOut: false });
  });

  test('that floods its output is cut, and ends', async () => {
    const result = await build('head -c 10000000 /dev/zero | tr "\\0" x', 60_000);
    expect(result.code).toBe(0);
    expect(result.output.length).toBeLessThanOrEqual(64_000);
  });
});

describe('a probe', () => {
  let pod: Pod;
  let probe: Probe;
  beforeAll(async () => {
    pod = await sandboxes.open(podSpec());
    await pod.writeFiles(await helloTree());
    await pod.restart();
    await askWhenUp(pod, '/health');
    probe = await pod.attachProbe(
      treeOf({ 'checks/a.ts': asksService, 'checks/b.test.ts': isCheck, 'storm.ts': asksMuch }),
    );
  }, 60_000);

  const asksService = `import { request } from 'undici';
    import { baseUrl } from 'proofload/checks';
    import { defineLoad } from 'proofload/load';
    const { statusCode }: { statusCode: number } = await request(baseUrl + '/health');
    console.log(JSON.stringify({ statusCode }));
    console.log(JSON.stringify({ kinds: defineLoad([]) }));`;
  const isCheck = `import { expect, test } from 'vitest';
    import { baseUrl } from 'proofload/checks';
    test('answers', async () => expect((await fetch(baseUrl + '/health')).status).toBe(200));`;

  const asksMuch = `import { noPhantoms } from 'proofload/invariants';
    import { defineStorm } from 'proofload/storm';
    const ask = { kind: 'ask', key: 'health', method: 'GET', path: '/health' };
    export default defineStorm({
      actors: 4,
      operations: 5,
      act: async (actor) => { for (;;) await actor.do(ask); },
      readBack: (reader) => reader.read({ ...ask, read: ({ status }) => String(status) }),
      progress: { ask: 20 },
      invariants: (status) => [noPhantoms('It is well', { written: () => undefined, initial: ['200'], present: [status] })],
    });`;

  async function linesOf(command: string[], deadlineMs = 30_000): Promise<unknown[]> {
    const lines: unknown[] = [];
    await probe.run(command, { deadlineMs, onLine: (line) => lines.push(line) });
    return lines;
  }

  test('runs a program of the suite, which reaches the service and whose JSON lines arrive', async () => {
    expect(await linesOf(['node', 'checks/a.ts'])).toEqual([{ statusCode: 200 }, { kinds: [] }]);
  });

  test('runs checks with Vitest', async () => {
    const vitest =
      'node /node_modules/vitest/vitest.mjs run --reporter=json --outputFile=/tmp/report.json >&2';
    expect(await linesOf(['sh', '-c', `${vitest}; cat /tmp/report.json`])).toMatchObject([
      { numPassedTests: 1, success: true },
    ]);
  });

  test('runs a storm', async () => {
    const { invariants } = await runStorm(probe, { port: 8080, seed: 1, durationMs: 10_000 });
    expect(invariants).toMatchObject([
      { rule: 'progress', checked: 1, violations: 0 },
      { rule: 'no-phantoms', checked: 1, violations: 0 },
    ]);
  });

  test('is given lines on stdin, and runs at high priority', async () => {
    const lines: unknown[] = [];
    await probe.run(['sh', '-c', 'head -n 1; nice'], {
      deadlineMs: 10_000,
      onLine: (line) => lines.push(line),
      onOpen: (send) => send({ go: true }),
    });
    expect(lines).toEqual([{ go: true }, -15]);
  });

  test('fails with what the program said', async () => {
    await expect(linesOf(['sh', '-c', 'echo no luck >&2; exit 4'])).rejects.toThrow(/ended with 4: no luck/);
    await expect(linesOf(['sleep', '60'], 300)).rejects.toThrow(/longer than 300 ms/);
    await expect(linesOf(['echo', 'PASSED'])).rejects.toThrow(/not JSON: PASSED/);
  });

  test('stops when it is told to', async () => {
    const stop = new AbortController();
    const running = probe.run(['sleep', '60'], { deadlineMs: 60_000, onLine: () => {}, signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(linesOf(['pgrep', '-f', 'sleep 60'])).rejects.toThrow(/ended with 1/);
  });
});

describe('a warm pod', () => {
  const spec = podSpec({ env: { GREETING: 'hello' } });
  const platform = `test-${randomBytes(4).toString('hex')}`;
  let mine: Sandboxes;
  let pod: Pod;
  beforeAll(async () => {
    mine = await testSandboxes(platform);
    mine.keepWarm(spec, 1);
    await until(async () => mine.warm() === 1);
  }, 60_000);

  test('is taken once, by who it fits, and serves as any other', async () => {
    const [kept] = await openedPods();
    const different = await mine.open(podSpec({ env: { GREETING: 'hi' } }));
    expect(different.id).not.toBe(kept);
    await different.remove();
    pod = await mine.open(spec);
    expect(pod.id).toBe(kept);
    expect(mine.warm()).toBe(0);
    expect(await pod.status()).toEqual({ state: 'stopped', exitCode: null, outOfMemory: false });
    const tree = treeOf({ 'server.ts': `console.log(process.env.GREETING); process.exit(3)`, 'a/b': 'deep' });
    await pod.writeFiles(tree);
    expect(await pod.readFiles()).toEqual(tree);
    await pod.restart();
    await until(async () => (await pod.status()).state === 'exited');
    expect(await pod.status()).toEqual({ state: 'exited', exitCode: 3, outOfMemory: false });
    expect(await pod.log(10)).toEqual(['hello']);
    await pod.writeFiles(serverSaying('again'));
    await pod.restart();
    expect((await askWhenUp(pod, '/')).body).toBe('again');
    expect(await pod.log(10)).toEqual(['again']);
  });

  test('is replaced, and a stray only once its process is gone or it has served', async () => {
    await until(async () => mine.warm() === 1);
    expect(await mine.reconcile(new Set(['owner']))).toBe(0);
    expect(await mine.reconcile(new Set())).toBe(1);
    const left = await openedPods();
    expect(left).toHaveLength(1);
    expect(left).not.toEqual([pod.id]);
    const later = await testSandboxes(platform);
    expect(await later.reconcile(new Set(['owner']))).toBe(1);
    expect(await openedPods()).toEqual([]);
    await mine.reconcile(new Set());
    expect(mine.warm()).toBe(0);
  });

  test('is made anew when it has ended, and goes when the process closes', async () => {
    await until(async () => mine.warm() === 1);
    await mine.close();
    expect(await openedPods()).toEqual([]);
  });

  async function openedPods(): Promise<string[]> {
    const filters = { label: [`proofload.platform=${platform}`, 'proofload.part=holder'] };
    const holders = await new Docker().listContainers({ all: true, filters });
    return holders.map(({ Labels }) => Labels['proofload.pod'] ?? '');
  }
});

describe('cleaning up', () => {
  const docker = new Docker();
  const platform = `test-${randomBytes(4).toString('hex')}`;

  async function labelled(label: string): Promise<string[]> {
    const filters = { label: [label] };
    const containers = await docker.listContainers({ all: true, filters });
    const { Volumes } = await docker.listVolumes({ filters });
    return [...containers.flatMap(({ Names }) => Names), ...(Volumes ?? []).map(({ Name }) => Name)];
  }

  test('leaves nothing of a pod that was removed, and may be asked twice', async () => {
    const pod = await sandboxes.open(podSpec());
    await pod.restart();
    await pod.attachProbe(treeOf({}));
    expect(await labelled(`proofload.pod=${pod.id}`)).toHaveLength(5);
    await pod.pause();
    await Promise.all([pod.remove(), pod.remove()]);
    await pod.remove();
    expect(await labelled(`proofload.pod=${pod.id}`)).toEqual([]);
  });

  test('removes pods nobody owns any more, and no other', async () => {
    const mine = await testSandboxes(platform);
    const kept = await mine.open(podSpec({ owner: 'kept' }));
    await mine.open(podSpec({ owner: 'gone' }));
    const another = await sandboxes.open(podSpec({ owner: 'gone' }));
    expect(await mine.reconcile(new Set(['kept']))).toBe(1);
    expect(await mine.reconcile(new Set(['kept']))).toBe(0);
    expect(await labelled(`proofload.pod=${kept.id}`)).not.toEqual([]);
    expect(await labelled(`proofload.pod=${another.id}`)).not.toEqual([]);
    await mine.close();
    expect(await labelled(`proofload.platform=${platform}`)).toEqual([]);
    await another.remove();
  });

  test('leaves nothing of a pod that did not open', async () => {
    const mine = await testSandboxes(platform);
    const broken = podSpec({ services: { postgres: 'sha256:0000000000000000000000000000000000000000' } });
    await expect(mine.open(broken)).rejects.toMatchObject({ name: 'SandboxError' });
    expect(await labelled(`proofload.platform=${platform}`)).toEqual([]);
  });
});
