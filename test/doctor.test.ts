// The doctor on engines that forget part of what they are asked for, as real ones do with options they do not know: the
// protections that are gone turn red, and no other. That all are green on this machine is an attack of its own.
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectEngine, DockerSandboxes } from '../api/sandbox/docker.ts';
import type { Engine } from '../api/sandbox/engine.ts';
import { removeStrays } from '../api/sandbox/removal.ts';
import type { BrokenProtection } from '../api/sandbox/sandboxes.ts';
import { doctor, protections } from './support/doctor.ts';
import { podSpec } from './support/pods.ts';

type ContainerOptions = Docker.ContainerCreateOptions;
type VolumeOptions = Docker.VolumeCreateOptions;
type HostConfig = Docker.HostConfig & { MaskedPaths?: string[]; ReadonlyPaths?: string[] };

interface Changes {
  /** @param part holder, workspace, service, probe or a service's name */
  container?: (options: ContainerOptions, part: string) => ContainerOptions;
  volume?: (options: VolumeOptions) => VolumeOptions;
}

/** Things outside every pod that a weakened one is joined to. */
interface Outside {
  /** A container that shares its namespaces. */
  anchor: string;
  /** Volumes in memory, for files of candidates and for a suite. */
  work: string;
  suite: string;
  /** A socket of this machine, named as the engine's is. */
  socket: string;
  /** A network that leads out. */
  network: string;
}

const platform = `test-${randomBytes(4).toString('hex')}`;
const listener = createServer();
let engine: Engine;
let outside: Outside;
beforeAll(async () => {
  engine = await connectEngine({ platform });
  outside = await makeOutside();
}, 600_000);
afterAll(async () => {
  listener.close();
  await removeStrays(engine, () => true);
  await engine.docker.getNetwork(outside.network).remove();
});

async function makeOutside(): Promise<Outside> {
  const { docker, images } = engine;
  const name = (what: string) => `${platform}-${what}`;
  const labels = { 'proofload.platform': platform, 'proofload.pod': name('outside') };
  const anchor = await docker.createContainer({
    name: name('anchor'),
    Image: images.probe,
    Cmd: ['sleep', '600'],
    Labels: labels,
    User: '10001:10001',
    HostConfig: {
      NetworkMode: 'none',
      IpcMode: 'shareable',
      Init: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
  await anchor.start();
  for (const [what, owner] of [
    ['work', 10001],
    ['suite', 0],
  ] as const)
    await docker.createVolume({
      Name: name(what),
      Labels: labels,
      DriverOpts: {
        type: 'tmpfs',
        device: 'tmpfs',
        o: `size=32m,nr_inodes=1000,nosuid,mode=755,uid=${owner},gid=${owner}`,
      },
    });
  const socket = join(mkdtempSync(join(tmpdir(), 'proofload-')), 'docker.sock');
  await new Promise<void>((resolve) => listener.listen(socket, resolve));
  await docker.createNetwork({ Name: name('network'), Labels: labels });
  return {
    anchor: name('anchor'),
    work: name('work'),
    suite: name('suite'),
    socket,
    network: name('network'),
  };
}

/** The same engine, over a connection that changes what goes to it. */
function forgetful({ container = (options) => options, volume = (options) => options }: Changes): Engine {
  const { docker } = engine;
  const connection = Object.create(docker) as Docker;
  const part = ({ Labels }: ContainerOptions) => Labels?.['proofload.part'] ?? '';
  connection.createContainer = ((options: ContainerOptions) =>
    docker.createContainer(container(options, part(options)))) as Docker['createContainer'];
  connection.createVolume = ((options: VolumeOptions) =>
    docker.createVolume(volume(options))) as Docker['createVolume'];
  return { ...engine, docker: connection };
}

/** The same engine, over a connection that may refuse to start a program in a container. */
function interrupted(refuse: (command: string) => void): Engine {
  const { docker } = engine;
  const connection = Object.create(docker) as Docker;
  connection.getContainer = (id) => {
    const container = docker.getContainer(id);
    const exec = Object.create(container) as Docker.Container;
    exec.exec = (async (options: Docker.ExecCreateOptions) => {
      refuse(options.Cmd?.join(' ') ?? '');
      return container.exec(options);
    }) as Docker.Container['exec'];
    return exec;
  };
  return { ...engine, docker: connection };
}

function changed(options: ContainerOptions, hostConfig: HostConfig): ContainerOptions {
  return { ...options, HostConfig: { ...options.HostConfig, ...hostConfig } };
}

interface Case {
  gone: string;
  changes: () => Changes;
  red: [id: string, seen: RegExp][];
}

const superuser = `cp -a /seed/data/. /data/ && chmod 700 /data
echo 'alter role app superuser' | postgres --single -D /data app >/dev/null && exec serve /seed/data /data`;

const cases: Case[] = [
  {
    gone: 'the empty network, the read-only root, covered paths, the limit on logs, the modest role',
    changes: () => ({
      container: (options, part) => {
        if (part === 'holder') return changed(options, { NetworkMode: outside.network });
        if (part === 'probe') return options;
        const loose = changed(options, {
          ReadonlyRootfs: false,
          MaskedPaths: [],
          Ulimits: [],
          LogConfig: { Type: 'json-file', Config: {} },
        });
        return part === 'postgres' ? { ...loose, Cmd: ['sh', '-c', superuser] } : loose;
      },
    }),
    red: [
      ['route', /interface eth0.*a route over eth0/],
      ['host', /\d: (ECONNREFUSED|ETIMEDOUT|it worked)/],
      ['metadata', /169\.254\.169\.254: (it worked|E)/],
      ['internet', /1\.1\.1\.1: /],
      ['root', /workspace: \/ is mounted writable.*\/var\/tmp can be written/],
      ['masked', /workspace: \/proc\/keys/],
      ['files', /workspace: core dumps are written/],
      ['log', /4\.\d MB were kept of 4\.0 written/],
      ['database-role', /alter role app superuser: it worked/],
      ['database-programs', /copy \(select 1\) to program 'cat > \/dev\/null': it worked/],
      ['database-files', /pg_read_file\('\/etc\/passwd'\): it worked/],
    ],
  },
  {
    gone: 'the filter for system calls, no-new-privileges, read-only kernel settings, the share of the processor',
    changes: () => ({
      container: (options, part) =>
        part === 'probe'
          ? options
          : changed(options, { SecurityOpt: ['seccomp=unconfined'], ReadonlyPaths: [], NanoCpus: 0 }),
    }),
    red: [
      ['privileges', /workspace: .*a program of root read what only root may/],
      ['filter', /workspace: not filtered: .*docker-init/],
      ['kernel-settings', /workspace: \/proc\/sys/],
      ['processor', /workspace: every core/],
      ['calls-sockets', /AF_ALG: /],
      ['calls-io-uring', /io_uring_setup: /],
      ['calls-namespaces', /clone3: EINVAL/],
      ['calls-keys', /keyctl: /],
      ['calls-kernel-programs', /userfaultfd: /],
      ['calls-other-processes', /process_vm_readv: it worked/],
      ['calls-kernel-inside', /open_tree: /],
    ],
  },
  {
    gone: 'the plain user, empty capabilities, limits on processes and memory, sizes of volumes; the host comes in',
    changes: () => ({
      container: (options, part) => {
        if (part === 'probe' || part === 'holder') return options;
        const loose = changed(options, {
          CapAdd: ['NET_RAW'],
          PidsLimit: 0,
          Memory: 0,
          MemorySwap: 0,
          Binds: [`${outside.socket}:/docker.sock`],
          Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/strange', CgroupPermissions: 'r' }],
        });
        return part === 'service' ? { ...loose, User: '0:0' } : loose;
      },
      volume: (options) => {
        const { o, ...others } = options.DriverOpts as { o: string };
        const unlimited = o.replaceAll(/(size|nr_inodes)=\w+,/g, '');
        return { ...options, DriverOpts: { ...others, o: unlimited } };
      },
    }),
    red: [
      ['user', /service: root: /],
      ['root', /service: \/dev can be written/],
      ['capabilities', /workspace: capabilities: /],
      ['processes', /service: 320 processes were started, 256 are allowed/],
      ['memory', /service: 6\d\d MB were taken, 512 are allowed/],
      ['quota', /workspace: \/workspace has no limit/],
      ['inodes', /workspace: \/workspace has no limit/],
      ['mounts', /workspace: \/docker\.sock/],
      ['engine-socket', /workspace: \/docker\.sock/],
      ['devices', /workspace: \/dev\/strange/],
    ],
  },
  {
    gone: 'the walls between pods',
    changes: () => ({
      container: (options, part) => {
        const { Mounts = [], Tmpfs = {} } = options.HostConfig ?? {};
        const suite = { Type: 'volume' as const, Source: outside.suite, Target: '/suite' };
        // Who has another's network has its name too, and the engine takes no second one.
        if (part === 'holder')
          return changed({ ...options, Hostname: '' }, { NetworkMode: `container:${outside.anchor}` });
        if (part === 'probe') {
          const { '/suite': _, ...others } = Tmpfs as Record<string, string>;
          return changed(options, { Mounts: [suite], Tmpfs: others });
        }
        if (part !== 'service') return options;
        return changed(options, {
          PidMode: `container:${outside.anchor}`,
          IpcMode: `container:${outside.anchor}`,
          Mounts: [...Mounts.map((mount) => ({ ...mount, Source: outside.work })), suite],
        });
      },
    }),
    red: [
      ['other-ports', /port 4321: it worked/],
      ['other-processes', /service: \/proc\/\d+\/cmdline/],
      ['other-files', /service: \/workspace\/secret/],
      ['other-memory', /service: its segment was opened/],
      ['suite', /service: \/suite\/checks\/hidden\.test\.ts/],
      ['mounts', /service: \/suite/],
    ],
  },
];

describe.each(cases)('without $gone', ({ changes, red }) => {
  let broken: BrokenProtection[];
  let sandboxes: DockerSandboxes;
  beforeAll(async () => {
    sandboxes = new DockerSandboxes(forgetful(changes()));
    broken = await sandboxes.selfTest();
  });

  test.each(red)('%s turns red, with the reason', (id, seen) => {
    expect(broken.find((each) => each.id === id)?.seen).toMatch(seen);
  });

  test('nothing else turns red', () => {
    expect(broken.map(({ id }) => id).toSorted()).toEqual(red.map(([id]) => id).toSorted());
  });

  test('candidates are refused', async () => {
    await expect(sandboxes.open(podSpec())).rejects.toThrow(/refused on this machine/);
  });
});

test('an engine on which the self-test cannot run is refused', async () => {
  const full = () => {
    throw new Error('no space left on device');
  };
  const sandboxes = new DockerSandboxes(forgetful({ container: full }));
  expect(await sandboxes.selfTest()).toMatchObject([{ id: 'self-test', seen: 'no space left on device' }]);
  await expect(sandboxes.open(podSpec())).rejects.toThrow(/refused on this machine/);
});

test('what ended under the doctor is looked at once more', async () => {
  let ended = 0;
  const sandboxes = new DockerSandboxes(
    interrupted((command) => {
      if (ended > 0 || !command.includes('Starts more processes')) return;
      ended++;
      throw new Error('the container is not running');
    }),
  );
  expect(await sandboxes.selfTest()).toEqual([]);
  expect(ended).toBe(1);
});

test('every protection of the doctor was seen to turn red above', () => {
  const seenRed = new Set(cases.flatMap(({ red }) => red.map(([id]) => id)));
  expect([...seenRed].toSorted()).toEqual(protections.toSorted());
});

test('proofload doctor says what it takes, and that no engine answers', async () => {
  const [wrong, nowhere] = await Promise.all([
    doctor(['--fast']),
    doctor([], { DOCKER_HOST: 'unix:///nowhere.sock' }),
  ]);
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('doctor [--json]');
  expect(nowhere.status).toBe(2);
  expect(nowhere.stderr).toContain('no Docker engine answers');
});
