// What a candidate's code may try from inside its pod. Every attack runs as the candidate's code would.
import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExecResult, Pod, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { ask, askWhenUp, helloTree, podSpec, testSandboxes, treeOf, until } from '../support/pods.ts';

const hostile = podSpec({ owner: 'hostile', commands: { build: 'sh ./attack.sh', start: 'sh ./attack.sh' } });

// Asking starts a program through the engine each time, which alone takes seconds on a machine that is busy otherwise.
const bearableMs = 10_000;

let sandboxes: Sandboxes;
let neighbour: Pod;
beforeAll(async () => {
  sandboxes = await testSandboxes();
  neighbour = await sandboxes.open(podSpec({ owner: 'neighbour' }));
  await neighbour.writeFiles(await helloTree());
  await neighbour.restart();
  await askWhenUp(neighbour, '/health');
}, 600_000);
afterAll(() => sandboxes.close(), 60_000);

/** Runs a shell script in the pod's workspace. */
async function attack(pod: Pod, script: string, deadlineMs = 30_000): Promise<ExecResult> {
  await pod.writeFiles(treeOf({ 'attack.sh': script }));
  return pod.build(deadlineMs);
}

/** Runs an attack while the neighbour is asked again and again. @returns its slowest answer, in milliseconds */
async function slowestNeighbour(running: Promise<unknown>): Promise<number> {
  const state = { over: false };
  let slowest = 0;
  const done = running.finally(() => (state.over = true));
  done.catch(() => {});
  while (!state.over) {
    const began = performance.now();
    expect((await ask(neighbour, '/health')).status).toBe(200);
    slowest = Math.max(slowest, performance.now() - began);
  }
  await done;
  return slowest;
}

describe('the network of a pod', () => {
  let pod: Pod;
  let host: Server;
  beforeAll(async () => {
    pod = await sandboxes.open(hostile);
    host = createServer((_, answer) => answer.end('reached'));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void host.close());

  test('is a loopback interface alone, without a route', async () => {
    expect((await attack(pod, 'ls /sys/class/net; tail -n +2 /proc/net/route')).output).toBe('lo');
  });

  test('reaches neither host nor metadata address nor internet nor name server', async () => {
    const { port } = host.address() as { port: number };
    const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const addresses = own.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
    const targets = [
      ...addresses.map((address) => [address, port]),
      ['169.254.169.254', 80],
      ['1.1.1.1', 53],
    ];
    const program = `import net from 'node:net'; import dns from 'node:dns/promises';
      for (const [host, port] of ${JSON.stringify(targets)}) {
        const word = await new Promise((resolve) => net.connect({ host, port, timeout: 3000 })
          .on('connect', () => resolve('CONNECTED')).on('error', (e) => resolve(e.code)).on('timeout', () => resolve('timeout')));
        console.log(host, word);
      }
      console.log(await dns.lookup('example.com').then(() => 'RESOLVED', (e) => e.code));`;
    const { output } = await attack(pod, `cat > /tmp/a.mjs <<'END'\n${program}\nEND\nnode /tmp/a.mjs`);
    expect(output).not.toMatch(/CONNECTED|RESOLVED/);
    expect(output.split('\n')).toHaveLength(targets.length + 1);
    expect(output).toMatch(/^127\.0\.0\.1 ECONNREFUSED$/m);
    const outside = output.split('\n').filter((line) => /^\d/.test(line) && !line.startsWith('127.'));
    expect(outside.every((line) => line.endsWith(' ENETUNREACH'))).toBe(true);
  });

  test('does not lead to another pod', async () => {
    expect((await ask(neighbour, '/health')).status).toBe(200);
    expect((await attack(pod, 'curl -s -m 3 http://127.0.0.1:8080/health')).code).toBe(7);
  });
});

describe('the rights of a candidate', () => {
  let pod: Pod;
  beforeAll(async () => {
    pod = await sandboxes.open(hostile);
  });

  test('are those of a plain user without capabilities, in every way to gain one', async () => {
    const script =
      'id -u; grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status | tr -d "\\t"; su -c id 2>&1 | tail -n 1';
    const { output } = await attack(pod, script);
    const none = '0000000000000000';
    expect(output.split('\n').slice(0, 8)).toEqual([
      '10001',
      `CapInh:${none}`,
      `CapPrm:${none}`,
      `CapEff:${none}`,
      `CapBnd:${none}`,
      `CapAmb:${none}`,
      'NoNewPrivs:1',
      'Seccomp:2',
    ]);
    expect(output).not.toContain('uid=0');
  });

  test('write nowhere outside the workspace, home and /tmp', async () => {
    const places = '/ /etc /usr/local/bin /node_modules /home /var/tmp /run /proc/sys/kernel /sys/fs/cgroup';
    const script = `for at in ${places}; do touch $at/mine 2>/dev/null && echo "$at is open"; done; true`;
    expect(await attack(pod, script)).toEqual({ code: 0, output: '', timedOut: false });
  });

  test('hold no Docker socket and no other process', async () => {
    const script = 'find / -name "*docker*.sock" 2>/dev/null; ps -eo comm= | sort -u | tr "\\n" " "';
    expect((await attack(pod, script)).output).toMatch(/^(docker-init|ps|sh|sleep|sort|tr| )+$/);
  });

  test.skipIf(process.arch !== 'x64')('make no system call that reaches deeper into the kernel', async () => {
    const { output } = await attack(pod, `cat > /tmp/a.pl <<'END'\n${forbiddenCalls}\nEND\nperl /tmp/a.pl`);
    const [denied, ...others] = output.split('\n');
    expect(others).toEqual([]);
    expect(denied).toBe('24 denied');
  });

  test('do not reach the suite of a probe in the same pod', async () => {
    const canary = `canary-${'7f3a'.repeat(4)}`;
    const probe = await pod.attachProbe(treeOf({ 'checks/hidden.test.ts': `// ${canary}` }));
    await probe.run(['grep', '-q', canary, '/suite/checks/hidden.test.ts'], {
      deadlineMs: 10_000,
      onLine: () => {},
    });
    // Written so that the search does not find itself. The control shows that it would find the suite.
    const script = `word='[c]${canary.slice(1)}\\|[c]ontrol-of-the-search'
      echo c'ontrol-of-the-search' > /tmp/control
      find / \\( -path /proc -o -path /sys -o -path /dev \\) -prune -o -type f -size -2M -print0 2>/dev/null |
        xargs -0 grep -l "$word" 2>/dev/null
      cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | grep -c "$word"`;
    expect((await attack(pod, script, 60_000)).output).toBe('/tmp/control\n0');
  });
});

// Numbers of x86-64. EPERM (1) is what our profile says; a call that got through would answer anything else.
const forbiddenCalls = `
my %calls = (
  af_alg => [41, 38, 5, 0], af_vsock => [41, 40, 1, 0], af_packet => [41, 17, 3, 0], af_bluetooth => [41, 31, 3, 0],
  netfilter => [41, 16, 3, 12], io_uring => [425, 1, 0], unshare_user => [272, 0x10000000], setns => [308, 0, 0],
  clone_user => [56, 0x10000011, 0, 0, 0, 0], add_key => [248, 0, 0, 0, 0, 0], keyctl => [250, 0, 0], bpf => [321, 0, 0, 0],
  perf => [298, 0, 0, -1, -1, 0], userfaultfd => [323, 1], ptrace => [101, 0, 0, 0, 0], mount => [165, 0, 0, 0, 0, 0],
  process_vm_readv => [310, $$, 0, 0, 0, 0, 0], open_by_handle_at => [304, 0, 0, 0], kexec => [246, 0, 0, 0, 0],
  init_module => [175, 0, 0, 0], fsopen => [430, 0, 0], open_tree => [428, 0, 0, 0], pidfd_getfd => [438, 0, 0, 0],
  no_randomisation => [135, 0x0040000],
);
my $denied = 0;
for my $name (sort keys %calls) {
  my @call = @{ $calls{$name} };
  $! = 0;
  my $result = syscall($call[0], @call[1 .. $#call]);
  if ($result == -1 && $! == 1) { $denied++ } else { push @open, sprintf("%s: %d, errno %d", $name, $result, $!) }
}
print join("\\n", "$denied denied", @open), "\\n";`;

describe('the quota of a pod', () => {
  let pod: Pod;
  beforeAll(async () => {
    pod = await sandboxes.open(hostile);
  });

  test('ends a write that is too large', async () => {
    for (const place of ['/workspace', '/tmp', '/home/candidate']) {
      const { output } = await attack(
        pod,
        `dd if=/dev/zero of=${place}/fill bs=1M count=500 2>&1; rm ${place}/fill`,
      );
      expect(output).toContain('No space left on device');
    }
  });

  test('ends a flood of small files', async () => {
    const script =
      'mkdir many; cd many; seq 1 40000 | xargs touch 2>&1 | grep -om 1 "No space left"; ls | wc -l; rm -r ../many';
    const [message, count] = (await attack(pod, script)).output.split('\n');
    expect(message).toBe('No space left');
    expect(Number(count)).toBeLessThan(20_000);
  });
});

describe('a pod beside a hostile one', () => {
  test('answers during a fork bomb, which the deadline ends; the workspace lives on', async () => {
    const pod = await sandboxes.open(hostile);
    const delay = monitorEventLoopDelay();
    delay.enable();
    const bomb = attack(pod, 'bomb() { bomb | bomb & }; bomb; wait; sleep 60', 5_000);
    expect(await slowestNeighbour(bomb)).toBeLessThan(bearableMs);
    expect(delay.max / 1e6).toBeLessThan(1_000);
    expect(await bomb).toMatchObject({ timedOut: true });
    expect((await attack(pod, 'ps -e --no-headers | wc -l')).output).toMatch(/^[3-6]$/);
    await pod.remove();
  });

  test('answers during a memory bomb, which is killed', async () => {
    const pod = await sandboxes.open(hostile);
    const bomb = attack(pod, `node -e 'const a = []; for (;;) a.push(Buffer.alloc(8e6, 1))'`);
    expect(await slowestNeighbour(bomb)).toBeLessThan(bearableMs);
    expect((await bomb).code).toBe(137);
    expect((await attack(pod, 'echo alive')).output).toBe('alive');
    await pod.remove();
  });

  test('answers when everything in the hostile one is killed from inside, which comes back', async () => {
    const pod = await sandboxes.open(hostile);
    await attack(pod, 'kill -9 -1');
    expect((await pod.readFiles()).get('attack.sh')?.toString()).toBe('kill -9 -1');
    expect((await attack(pod, 'echo alive')).output).toBe('alive');
    expect((await ask(neighbour, '/health')).status).toBe(200);
    await pod.remove();
  });

  test('answers during a flood of log lines, of which the end is kept', async () => {
    const pod = await sandboxes.open(hostile);
    await pod.writeFiles(
      treeOf({ 'attack.sh': 'head -c 40000000 /dev/zero | tr "\\0" x | fold -w 100; echo; echo end' }),
    );
    const flood = pod.restart().then(() => until(async () => (await pod.status()).state === 'exited'));
    expect(await slowestNeighbour(flood)).toBeLessThan(bearableMs);
    const lines = await pod.log(100);
    expect(lines).toHaveLength(100);
    expect(lines.at(-1)).toBe('end');
    await pod.remove();
  });
});

describe('files made to fool whoever reads them', () => {
  let pod: Pod;
  beforeAll(async () => {
    pod = await sandboxes.open(hostile);
  });

  test('are left out when they are links or special, and read when they are plain', async () => {
    const made = await attack(
      pod,
      `ln -s /etc/passwd passwd; ln -s /etc folder; ln -s /proc/self/environ environ; mkfifo fifo
       socat UNIX-LISTEN:socket,unlink-close=0 - & sleep 0.3; kill $!
       echo plain > plain; ln plain twin; mkdir -m 000 shut; mkdir -p deep/er; echo x > deep/er/x; chmod 000 deep/er/x`,
    );
    expect(made.code).toBe(0);
    const tree = await pod.readFiles();
    expect([...tree.keys()].toSorted()).toEqual(['attack.sh', 'deep/er/x', 'plain', 'twin']);
  });

  test.each([
    [
      'a sparse file of 100 GB',
      'ulimit -f unlimited; truncate -s 100G huge || dd if=/dev/zero of=huge bs=1 count=1 seek=400M',
      /1 MB|20 MB/,
    ],
    ['a file of 2 MB', 'head -c 2000000 /dev/zero > large', /large is larger than 1 MB/],
    ['too many files', 'mkdir m; seq -f m/%g 1 300 | xargs touch', /200 files/],
    ['far too many files', 'mkdir m; seq -f m/%g 1 6000 | xargs touch', /too many files/],
    [
      'a path too long',
      'i=0; while [ $i -lt 60 ]; do mkdir longer; cd longer; i=$((i+1)); done; touch x',
      /255 bytes/,
    ],
    ['a name with a line break', 'touch "a\nb"', /control characters/],
  ])('are refused: %s; then the workspace can be written again', async (_, script, reason) => {
    await attack(pod, script);
    await expect(pod.readFiles()).rejects.toThrow(reason);
    const clean = treeOf({ 'server.ts': 'clean' });
    await pod.writeFiles(clean);
    expect(await pod.readFiles()).toEqual(clean);
  });

  test('are left out below any path that is allowed, and go with the next tree', async () => {
    await attack(
      pod,
      `mkdir wide; seq -f wide/%g 1 6000 | xargs mkdir; perl -e 'mkdir("d"), chdir("d") for 1..3000; open(F, ">x")'`,
    );
    expect([...(await pod.readFiles()).keys()]).toEqual(['attack.sh']);
    expect((await attack(pod, 'ls')).output).toBe('attack.sh');
  });

  test('may change while they are read, and still nothing from outside comes back', async () => {
    const race = `cat > race.sh <<'END'
      while :; do rm -rf d; mkdir d; echo mine > d/passwd; rm -rf d; ln -s /etc d; done
END
    setsid sh race.sh >/dev/null 2>&1 & sleep 0.2`;
    await attack(pod, race, 10_000);
    for (let round = 0; round < 10; round++) {
      const tree = await pod.readFiles();
      expect([undefined, 'mine\n', '']).toContain(tree.get('d/passwd')?.toString());
    }
    await attack(pod, 'pkill -f race.sh');
  });
});
