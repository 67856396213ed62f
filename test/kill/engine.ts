// Docker engines: the machine's own, and one that a test may kill.
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { sandboxesFolder } from '../../api/sandbox/catalogue.ts';
import { buildImages } from '../../api/sandbox/images.ts';
import { Child } from './child.ts';

/**
 * An engine of its own beside the machine's, in a folder, for root only. It knows no network, which pods do not use, and has a
 * network namespace of its own: an engine without a bridge removes the one it finds, which is the machine's.
 */
export class PrivateEngine {
  readonly docker: Docker;
  readonly host: string;
  readonly #folder: string;
  readonly child: Child;

  constructor(folder: string) {
    const socket = join(folder, 'docker.sock');
    this.#folder = folder;
    this.host = `unix://${socket}`;
    this.docker = new Docker({ socketPath: socket });
    const flags = {
      'config-file': join(folder, 'daemon.json'),
      'data-root': join(folder, 'data'),
      'exec-root': join(folder, 'exec'),
      pidfile: join(folder, 'docker.pid'),
      host: this.host,
      bridge: 'none',
      iptables: 'false',
      ip6tables: 'false',
    };
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    this.child = new Child('dockerd', ['unshare', '--net', 'dockerd', ...args], {});
  }

  /** @throws Error with its last words when it does not start */
  async start(): Promise<void> {
    if (process.getuid?.() !== 0)
      throw new Error('An engine that may be killed can be started by root only: run this test as root');
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, 'daemon.json'), '{}');
    // What a killed engine leaves keeps the next one from starting.
    const containerd = join(this.#folder, 'exec/containerd');
    for (const name of [
      'containerd.pid',
      'containerd.sock',
      'containerd.sock.ttrpc',
      'containerd-debug.sock',
    ])
      await rm(join(containerd, name), { force: true });
    this.child.start();
    await this.child.until(() => this.docker.ping());
  }

  /** Brings the images of a Node challenge from the machine's engine. The others are needed by name only. */
  async load(): Promise<void> {
    const machine = new Docker();
    const { runtimes, probe } = await buildImages(machine, sandboxesFolder, () => {});
    const node = runtimes['node']!;
    for (const name of [node, probe]) {
      const report = await this.docker.loadImage(await machine.getImage(name).get(), { quiet: true });
      await new Promise((resolve, reject) => report.on('error', reject).on('end', resolve).resume());
    }
    const images = await machine.listImages({ filters: { label: ['proofload.image'] } });
    for (const name of images.flatMap(({ RepoTags }) => RepoTags ?? [])) {
      const [repo = '', tag = ''] = name.split(':');
      if (repo.startsWith('proofload/') && ![node, probe].includes(name))
        await this.docker.getImage(node).tag({ repo, tag });
    }
  }

  /** Ends it and all that ran on it, and removes its folder. */
  async remove(): Promise<void> {
    if (!this.child.alive) await this.start();
    for (const { Id } of await this.docker.listContainers({ all: true }))
      await this.docker.getContainer(Id).remove({ force: true, v: true });
    await this.child.stop();
    await this.#forgetKilled();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Engines that were killed leave processes of theirs and mounts. */
  async #forgetKilled(): Promise<void> {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.includes(`${this.#folder}/exec/`)) process.kill(Number(pid), 'SIGKILL');
    }
    const mounts = (await readFile('/proc/mounts', 'utf8'))
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    for (const mount of mounts.filter((path) => path.startsWith(`${this.#folder}/`)).toReversed())
      await promisify(execFile)('umount', ['-l', mount]);
  }
}
