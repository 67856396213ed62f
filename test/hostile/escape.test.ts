// Ways out of a pod: over the network, into the kernel, to the probe beside it.
import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Finding } from '../../api/sandbox/doctor/finding.ts';
import type { Pod, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { ask, askWhenUp, podSpec, testSandboxes, treeOf } from '../support/pods.ts';
import { honest } from '../support/tiny.ts';
import { doctor, protections } from '../support/doctor.ts';
import { attack } from './attack.ts';
import { run, scripted } from './script.ts';

let sandboxes: Sandboxes;
let pod: Pod;
let neighbour: Pod;
let host: Server;
beforeAll(async () => {
  sandboxes = await testSandboxes();
  [pod, neighbour] = await Promise.all([sandboxes.open(scripted()), sandboxes.open(podSpec())]);
  await neighbour.writeFiles(honest);
  await neighbour.restart();
  host = createServer((_, answer) => answer.end('reached'));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  host?.close();
  await sandboxes?.close();
});

attack(29, 'looks for a way out', 'a loopback interface alone, without a route', async () => {
  const { output } = await run(
    pod,
    'ls /sys/class/net; tail -n +2 /proc/net/route; cat /proc/net/if_inet6 2>/dev/null',
  );
  expect(output.split('\n').filter((line) => !/^0{31}1 .* lo$/.test(line))).toEqual(['lo']);
  return 'lo';
});

attack(29, 'calls out by TCP, UDP, DNS and IPv6', 'nothing leaves', async () => {
  const program = `import net from 'node:net'; import dns from 'node:dns/promises'; import udp from 'node:dgram';
    for (const host of ['1.1.1.1', '169.254.169.254', '2606:4700:4700::1111', 'fe80::1%lo', 'ff02::1%lo']) {
      console.log(host, await new Promise((done) => net.connect({ host, port: 53, timeout: 2000 })
        .on('connect', () => done('CONNECTED')).on('error', (e) => done(e.code)).on('timeout', () => done('timeout'))));
      const socket = udp.createSocket(host.includes(':') ? 'udp6' : 'udp4');
      console.log(host, await new Promise((done) => socket.on('error', (e) => done(e.code)).send('x', 53, host, (e) => done(e?.code ?? 'SENT'))));
    }
    for (const [name, from] of [['lookup', dns], ['resolveTxt', new dns.Resolver({ timeout: 500, tries: 1 })]]) console.log(name, await from[name]('example.com').then(() => 'RESOLVED', (e) => e.code));
    process.exit();`;
  const { output, timedOut } = await run(
    pod,
    `cat > /tmp/a.mjs <<'END'\n${program}\nEND\nRES_OPTIONS='timeout:1 attempts:1' node /tmp/a.mjs`,
  );
  expect(timedOut).toBe(false);
  const words = output.split('\n').map((line) => line.split(' ').at(-1)!);
  expect(words).toHaveLength(12);
  for (const word of words) expect(word).toMatch(/^(ENETUNREACH|EADDRNOTAVAIL|EAI_AGAIN|ECONNREFUSED)$/);
  return [...new Set(words)].join(', ');
});

attack(30, 'reaches for the host by each of its addresses', 'no such network', async () => {
  const { port } = host.address() as AddressInfo;
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const addresses = own.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
  const targets = [...addresses, '172.17.0.1'].flatMap((address) =>
    [port, 5432, 2375, 4000].map((at) => [address, at]),
  );
  const program = `import net from 'node:net';
    for (const [host, port] of ${JSON.stringify(targets)})
      console.log(host, await new Promise((done) => net.connect({ host, port, timeout: 3000 })
        .on('connect', () => done('CONNECTED')).on('error', (e) => done(e.code)).on('timeout', () => done('timeout'))));`;
  const { output } = await run(pod, `cat > /tmp/a.mjs <<'END'\n${program}\nEND\nnode /tmp/a.mjs`);
  const lines = output.split('\n');
  expect(lines).toHaveLength(targets.length);
  for (const line of lines)
    expect(line).toMatch(line.startsWith('127.') ? / ECONNREFUSED$/ : / ENETUNREACH$/);
  return `${targets.length} ports of ${addresses.length + 1} addresses`;
});

attack(30, 'reaches for another pod, and for the engine', 'neither is there', async () => {
  expect((await askWhenUp(neighbour, '/health')).status).toBe(200);
  expect((await run(pod, 'curl -s -m 3 http://127.0.0.1:8080/health')).code).toBe(7);
  expect(
    (await run(pod, 'find / -name "*docker*.sock" -o -name "containerd*.sock" 2>/dev/null')).output,
  ).toBe('');
  const { output } = await run(pod, 'ps -eo comm= | sort -u | tr "\\n" " "');
  expect(output).toMatch(/^(docker-init|ps|sh|sleep|sort|tr| )+$/);
  expect((await ask(neighbour, '/health')).status).toBe(200);
  return `refused; sees only ${output.trim()}`;
});

attack(10, 'searches everything for the hidden suite', 'its canary is nowhere', async () => {
  const canary = `canary-${'7f3a'.repeat(4)}`;
  const probe = await pod.attachProbe(treeOf({ 'checks/hidden.test.ts': `// ${canary}` }));
  const grep = ['grep', '-q', canary, '/suite/checks/hidden.test.ts'];
  await probe.run(grep, { deadlineMs: 10_000, onLine: () => {} });
  // Written so that the search does not find itself. The control shows that it would find the suite.
  const script = `word='[c]${canary.slice(1)}\\|[c]ontrol-of-the-search'
    echo c'ontrol-of-the-search' > /tmp/control
    find / \\( -path /proc -o -path /sys -o -path /dev \\) -prune -o -type f -size -2M -print0 2>/dev/null |
      xargs -0 grep -l "$word" 2>/dev/null
    cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | grep -c "$word"`;
  expect((await run(pod, script, 60_000)).output).toBe('/tmp/control\n0');
  return 'the search found its own control file and nothing else';
});

attack(43, 'tries every way out that the self-test knows', 'each is closed', async () => {
  const { status, stdout, stderr } = await doctor(['--json']);
  const findings = JSON.parse(stdout) as Finding[];
  expect(findings.filter(({ result }) => result === 'failed')).toEqual([]);
  expect(status, stderr).toBe(0);
  const proved = findings.filter(({ kind }) => kind === 'protection').map(({ id }) => id);
  expect(proved.toSorted()).toEqual(protections.toSorted());
  return `${proved.length} protections proved`;
});
