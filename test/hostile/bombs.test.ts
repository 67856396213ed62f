// What uses the machine up. While a bomb goes off, the pod next to it keeps its pace and the API answers.
import { readFile, statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, type TestContext } from 'vitest';
import { waitReady } from '../../api/probe/ready.ts';
import type { ExecResult, Pod, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { signIn, startPlatform, type Client, type TestPlatform } from '../support/app.ts';
import { testSandboxes, treeOf, until } from '../support/pods.ts';
import { tinySuite } from '../support/tiny.ts';
import { attack } from './attack.ts';
import { bombMs, mostRatio, Neighbour, type Effect } from './neighbour.ts';
import { run, scripted, service } from './script.ts';

let sandboxes: Sandboxes;
let platform: TestPlatform;
let manager: Client;
let neighbour: Neighbour;
beforeAll(async () => {
  sandboxes = await testSandboxes();
  platform = await startPlatform();
  manager = await signIn(platform);
  neighbour = await Neighbour.open(sandboxes);
});
afterAll(async () => {
  await platform?.close();
  await sandboxes?.close();
});

interface Bomb {
  /** Shell script of the candidate's build. */
  script: string;
  /** Asserts what became of it. @returns what was seen, in a few words */
  seen: (result: ExecResult, pod: Pod) => Promise<string> | string;
}

/** A bomb in a pod of its own, ended by the deadline of builds unless it ends before. */
function bomb(number: number, name: string, expected: string, { script, seen }: Bomb): void {
  attack(number, name, `${expected}; neighbour and API hold`, async ({ skip }) => {
    const pod = await sandboxes.open(scripted());
    await pod.writeFiles(treeOf({ 'attack.sh': script }));
    let result: ExecResult | undefined;
    const around = await hold(async () => {
      // One that is ended early is set off again, as an attacker would.
      for (const end = performance.now() + bombMs; performance.now() < end - 500;)
        result = await pod.build(Math.ceil(end - performance.now()));
    });
    const what = await seen(result!, pod);
    await pod.remove();
    expectPace(around, skip);
    return `${what}; ${around.words}`;
  });
}

/** Lets a bomb go off and asserts that the API answered. @returns what it did to the neighbour */
async function hold(start: () => Promise<unknown>): Promise<{ effect: Effect; words: string }> {
  const api = askForEver();
  const effect = await neighbour.beside(start).finally(() => api.stop());
  const slowestMs = await api.slowest;
  expect(slowestMs).toBeLessThan(5000);
  return { effect, words: `${inWords(effect)}, API ≤ ${Math.ceil(slowestMs)} ms` };
}

/** Asserts that the neighbour kept its pace, unless its pace was no pace even without the bomb: that tells nothing. */
function expectPace({ effect }: { effect: Effect }, skip: TestContext['skip']): void {
  if (!(effect.ratio <= mostRatio) && !effect.steady)
    skip(`the machine was too busy with other things to tell: ${inWords(effect)}`);
  expect(effect.ratio, inWords(effect)).toBeLessThanOrEqual(mostRatio);
}

const inWords = ({ quietMs, besideMs }: Effect) => `p95 ${quietMs.toFixed(1)} → ${besideMs.toFixed(1)} ms`;

/** Asks the API for what needs the database, ten times a second, until it is stopped. */
function askForEver(): { stop: () => void; slowest: Promise<number> } {
  const state = { over: false };
  const asking = async () => {
    let slowestMs = 0;
    while (!state.over) {
      const began = performance.now();
      expect((await manager.call('GET /api/session', {})).status).toBe(200);
      slowestMs = Math.max(slowestMs, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return slowestMs;
  };
  const slowest = asking();
  slowest.catch(() => {});
  return { stop: () => (state.over = true), slowest };
}

attack(28, 'the measure itself: a spin inside the neighbour', 'is seen as more than 25 %', async () => {
  const effect = await neighbour.besideItself();
  expect(effect.ratio).toBeGreaterThan(mostRatio);
  return inWords(effect);
});

bomb(1, 'fork bomb', 'stopped by the process limit, ended at the deadline', {
  script: 'bomb() { bomb | bomb & }; bomb; wait; sleep 60',
  seen: async ({ timedOut, output }, pod) => {
    expect(timedOut).toBe(true);
    expect(output).toMatch(/Cannot fork|Resource temporarily unavailable/);
    const { output: left } = await run(pod, 'ps -e --no-headers | wc -l');
    expect(Number(left)).toBeLessThan(7);
    return `killed, ${left} processes left`;
  },
});

bomb(2, 'memory bomb', 'killed by its own control group, no swap', {
  script: `while :; do node -e 'const a = []; for (;;) a.push(Buffer.alloc(8e6, 1))'; echo "code $?"; done`,
  seen: async ({ output }, pod) => {
    expect(output).toContain('code 137');
    expect((await run(pod, 'echo alive')).output).toBe('alive');
    return 'killed again and again (137)';
  },
});

bomb(3, 'memory by way of files in /workspace, /tmp and /dev/shm', 'counts as memory', {
  script: `take() { node -e 'const a = []; for (let i = 0; i < 25; i++) a.push(Buffer.alloc(8e6, 1)); console.log("took it")'; }
    take
    while :; do
      for at in /workspace:220 /tmp:50 /dev/shm:50; do head -c \${at#*:}M /dev/zero > \${at%:*}/fill; done
      take; echo "code $?"; rm -f /workspace/fill /tmp/fill /dev/shm/fill
    done`,
  seen: ({ output }) => {
    expect(output).toMatch(/^took it/);
    expect(output).toContain('code 137');
    expect(output.match(/took it/g)).toHaveLength(1);
    return '200 MB fit without the files, not beside them (137)';
  },
});

bomb(4, 'fills every place it may write to', 'no space left, the disk of the host untouched', {
  script: `while :; do
      for at in /workspace /tmp /home/candidate /dev/shm; do
        dd if=/dev/zero of=$at/fill bs=1M count=500 2>&1 | grep -q 'No space left' && echo "$at full"; rm -f $at/fill
      done
    done`,
  seen: ({ output }) => {
    const full = ['/workspace', '/tmp', '/home/candidate', '/dev/shm'].map((at) => `${at} full`);
    expect(output.split('\n')).toEqual(expect.arrayContaining(full));
    return `full ${output.split('\n').length} times over`;
  },
});

bomb(4, 'makes 40,000 small files again and again', 'inode limit', {
  script: `while :; do
      mkdir -p many; cd many; seq 1 40000 | xargs touch 2>&1 | grep -om 1 'No space left'; ls | wc -l; cd ..; rm -r many
    done`,
  seen: ({ output }) => {
    const [message, count] = output.split('\n');
    expect(message).toBe('No space left');
    expect(Number(count)).toBeLessThan(20_000);
    return `no more than ${count} files`;
  },
});

bomb(5, 'build that prints without end', 'the end is kept, memory of the API flat', {
  script: 'exec yes "a line of the flood"',
  seen: ({ output, timedOut }) => {
    expect(timedOut).toBe(true);
    expect(output.length).toBeLessThanOrEqual(64_000);
    expect(output).toContain('\na line of the flood\n');
    return `${output.length} bytes kept`;
  },
});

const sockets = `cat > sockets.ts <<'END'\n${String(service('sockets').get('server.ts'))}\nEND\nexec node sockets.ts`;

bomb(
  27,
  'opens and fills all the connections it can, and every port',
  'ended, or held at the limit on files',
  {
    script: sockets,
    seen: ({ output, code, timedOut }) => {
      expect(timedOut || code === 137).toBe(true);
      const counts = [...output.matchAll(/^(\d+) connections/gm)].map(([, count]) => Number(count));
      expect(Math.max(0, ...counts)).toBeLessThan(16_384 / 2);
      return `${Math.max(0, ...counts)} connections`;
    },
  },
);

attack(
  27,
  'fills the buffers of its connections, which no process owns',
  'ended before they are the machine’s',
  async () => {
    const pod = await sandboxes.open(scripted());
    await pod.writeFiles(treeOf({ 'attack.sh': sockets }));
    const before = await socketMb();
    const building = pod.build(20_000);
    const state = { over: false };
    void building.finally(() => (state.over = true));
    const held: number[] = [];
    while (!state.over) {
      held.push((await socketMb()) - before);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { output, timedOut, code } = await building;
    expect(output).toMatch(/^[1-9]\d+ connections/m);
    expect({ timedOut, code }).toEqual({ timedOut: false, code: 137 });
    expect(Math.max(...held)).toBeLessThan(600);
    await pod.remove();
    return `the machine's buffers grew by ${Math.max(...held).toFixed(0)} MB`;
  },
);

/** What all connections of the machine hold. */
async function socketMb(): Promise<number> {
  const [, pages] = /^TCP: .* mem (\d+)$/m.exec(await readFile('/proc/net/sockstat', 'utf8')) ?? [];
  return (Number(pages) * 4096) / 1e6;
}

bomb(28, 'spins on every core, and through the cache', 'gets its share and no more', {
  script: `for nth in $(seq 32); do (while :; do :; done) & done
    exec node -e 'const a = new Uint8Array(256e6); for (let i = 0; ; i = (i + 4099) % a.length) a[i]++'`,
  seen: ({ timedOut }) => {
    expect(timedOut).toBe(true);
    return 'killed at the deadline';
  },
});

for (const [how, lineBytes] of [
  ['without end', 500],
  ['tiny lines without end', 2],
] as const)
  attack(
    5,
    `service that logs ${how}`,
    'ended, 2 MB kept, rests; neighbour and API hold',
    async ({ skip }) => {
      const pod = await sandboxes.open(scripted());
      await pod.writeFiles(treeOf({ 'attack.sh': `exec yes "${'x'.repeat(lineBytes - 1)}"` }));
      const before = process.memoryUsage().rss;
      const around = await hold(async () => {
        const end = sleep(bombMs);
        await pod.restart();
        await until(async () => (await pod.status()).state === 'exited');
        await end;
      });
      expect(await pod.status()).toMatchObject({ exitCode: 137, floodedLog: true });
      expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
      const kept = (await pod.log(1_000_000)).reduce((sum, line) => sum + line.length + 1, 0);
      expect(kept).toBeGreaterThan(0);
      expect(kept).toBeLessThan(2.2e6);
      await pod.remove();
      expectPace(around, skip);
      return `exit code 137, ${(kept / 1e6).toFixed(1)} MB kept; ${around.words}`;
    },
  );

attack(5, 'build that floods the log of its container', 'ended; neighbour and API hold', async ({ skip }) => {
  const pod = await sandboxes.open(scripted());
  await pod.writeFiles(treeOf({ 'attack.sh': 'exec yes > /proc/1/fd/1' }));
  const around = await hold(async () => {
    const end = sleep(bombMs);
    expect(await pod.build(20_000)).toMatchObject({ timedOut: false, code: 137 });
    await end;
  });
  await pod.remove();
  expectPace(around, skip);
  return `exit code 137; ${around.words}`;
});

attack(2, 'service that runs out of memory', 'is told so, by the limit it broke', async () => {
  const pod = await sandboxes.open(scripted());
  const greedy = `node -e 'const a = []; for (;;) a.push(Buffer.alloc(8e6, 1))'`;
  await pod.writeFiles(treeOf({ 'attack.sh': greedy }));
  const swapped = await pagesSwapped();
  await pod.restart();
  await until(async () => (await pod.status()).state === 'exited');
  expect(await pod.status()).toMatchObject({ exitCode: 137, outOfMemory: true });
  expect(await pagesSwapped()).toBe(swapped);
  await pod.remove();
  return 'exit code 137, out of memory';
});

const pagesSwapped = async () => /^pswpout (\d+)$/m.exec(await readFile('/proc/vmstat', 'utf8'))?.[1];

attack(1, 'service that forks without end', 'is told so, by the limit it broke', async () => {
  const pod = await sandboxes.open(scripted());
  await pod.writeFiles(treeOf({ 'attack.sh': 'bomb() { bomb | bomb & }; bomb; while :; do sleep 1; done' }));
  const probe = await pod.attachProbe(tinySuite);
  await pod.restart();
  const unready = await waitReady(pod, probe, { port: 8080, path: '/health', deadlineMs: 2000 });
  expect(unready?.reason).toMatch(/refused more processes/);
  await pod.remove();
  return unready!.reason;
});

attack(4, 'crash for a core dump of everything', 'no core is written', async () => {
  const pod = await sandboxes.open(scripted());
  const free = async () => {
    const { bavail, bsize } = await statfs('/');
    return bavail * bsize;
  };
  const before = await free();
  const script = `ulimit -c unlimited 2>/dev/null; ulimit -c
    node -e 'const a = Buffer.alloc(3e8, 1); process.kill(process.pid, "SIGSEGV"); setTimeout(() => a, 1e4)' 2>/dev/null
    find / -name 'core*' -size +1M -not -path '/proc/*' -not -path '/sys/*' 2>/dev/null`;
  const { output } = await run(pod, script);
  expect(output.split('\n').filter((line) => !/Segmentation fault/.test(line))).toEqual(['0']);
  expect(before - (await free())).toBeLessThan(250e6);
  await pod.remove();
  return 'limit 0, no file';
});
