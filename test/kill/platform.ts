// A whole platform in processes of its own, each of which may be killed: an API, a runner, their PostgreSQL and, when asked
// for, their Docker engine.
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { freePort } from '../../api/db/port.ts';
import { readConfig } from '../../api/config.ts';
import { connect, type Sql } from '../../api/db/connect.ts';
import { startEmbedded, type EmbeddedServer } from '../../api/db/embedded.ts';
import { Child } from './child.ts';
import { PrivateEngine } from './engine.ts';
import { Visitor } from './visitor.ts';

export const victims = ['api', 'runner', 'dockerd', 'postgres'] as const;
export type Victim = (typeof victims)[number];

export class Platform {
  readonly url: string;
  readonly docker: Docker;
  /** On the containers and volumes of its pods, and the folder of their control groups. */
  readonly #name: string;
  sql!: Sql;
  readonly #folder: string;
  readonly #ports: { api: number; runner: number };
  readonly #saturatedMs: number;
  readonly #engine: PrivateEngine | undefined;
  #server!: EmbeddedServer;
  #processes!: { api: Child; runner: Child };

  private constructor(folder: string, ports: { api: number; runner: number }, victim: Victim) {
    this.#folder = folder;
    this.#ports = ports;
    this.url = `http://127.0.0.1:${ports.api}`;
    // Where a kill does not interrupt the grading, it must last until the last one.
    this.#saturatedMs = victim === 'api' || victim === 'postgres' ? 9000 : 3000;
    this.#engine = victim === 'dockerd' ? new PrivateEngine(join(folder, 'engine')) : undefined;
    this.docker = this.#engine?.docker ?? new Docker();
    const { name } = readConfig(this.#env('runner', 'postgres://127.0.0.1/postgres'));
    this.#name = createHash('sha256').update(name).digest('hex').slice(0, 12);
  }

  static async start(victim: Victim): Promise<Platform> {
    const folder = await mkdtemp(join(tmpdir(), `kill-${victim}-`));
    await chmod(folder, 0o755);
    const platform = new Platform(folder, { api: await freePort(), runner: await freePort() }, victim);
    try {
      await platform.#start();
      return platform;
    } catch (error) {
      await platform.remove();
      throw error;
    }
  }

  async #start(): Promise<void> {
    await Promise.all([this.#engine?.start().then(() => this.#engine?.load()), this.#startServer()]);
    const url = this.#server.url('postgres');
    this.sql = connect(url, 3);
    const child = (role: 'api' | 'runner') => {
      const command = [process.execPath, join(import.meta.dirname, 'process.ts'), String(this.#saturatedMs)];
      return new Child(role, command, this.#env(role, url));
    };
    this.#processes = { api: child('api'), runner: child('runner') };
    await this.begin('api');
    await this.begin('runner');
  }

  async #startServer(): Promise<void> {
    this.#server = await startEmbedded(join(this.#folder, 'postgres'), ['fsync=off']);
  }

  #env(role: 'api' | 'runner', databaseUrl: string): Record<string, string> {
    return {
      ROLE: role,
      DATABASE_URL: databaseUrl,
      DATA_DIR: join(this.#folder, 'data'),
      CHALLENGES: join(import.meta.dirname, 'challenges'),
      PORT: String(this.#ports.api),
      PUBLIC_URL: this.url,
      WARM: '0',
      SLOTS: '4',
      LOG_LEVEL: 'error',
      ...(role === 'runner' && { RUNNER_PORT: String(this.#ports.runner) }),
      ...(role === 'runner' && this.#engine && { DOCKER_HOST: this.#engine.host }),
    };
  }

  /** What the containers and volumes of its pods carry. */
  get label(): string {
    return `proofload.platform=${this.#name}`;
  }

  /** Ends one of them without a word, and returns when it is gone. */
  async kill(victim: Victim): Promise<void> {
    if (victim === 'dockerd') await this.#engine!.child.kill();
    else if (victim === 'postgres') await this.#killServer();
    else await this.#processes[victim].kill();
  }

  /** Its workers notice that it is gone a moment later, and may answer until then. */
  async #killServer(): Promise<void> {
    const [pid] = (await readFile(join(this.#server.folder, 'data/postmaster.pid'), 'utf8')).split('\n');
    const workers = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
    process.kill(Number(pid), 'SIGKILL');
    for (const worker of workers) while (await runs(worker)) await sleep(20);
  }

  /** Starts one of them, again when it was killed, and returns when it answers. */
  async begin(victim: Victim): Promise<void> {
    if (victim === 'dockerd') return this.#engine!.start();
    if (victim === 'postgres') return this.#startServer();
    const child = this.#processes[victim];
    child.start();
    return child.until(() => this.ask(victim));
  }

  /** @returns the status of an answer. @throws Error when there is none within two seconds */
  async ask(role: 'api' | 'runner'): Promise<number> {
    const url = `http://127.0.0.1:${this.#ports[role]}/api/session`;
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).status;
  }

  /** The number of each of the two processes, to tell whether it is still the same. */
  get pids(): { api: number | undefined; runner: number | undefined } {
    const { api, runner } = this.#processes;
    return { api: api.alive ? api.pid : undefined, runner: runner.alive ? runner.pid : undefined };
  }

  /** What the processes wrote, for whoever looks for the reason of a failure. */
  get output(): string {
    const children = [this.#processes.api, this.#processes.runner];
    return children.map(({ name, output }) => `--- ${name}\n${output}`).join('\n');
  }

  /** Signs in by the link the API prints when it starts. */
  async signIn(): Promise<Visitor> {
    const manager = new Visitor(this.url);
    const link = await eventually(async () => {
      const [found] = /http\S+\/sign-in\/\S+/.exec(this.#processes.api.output) ?? [];
      if (found === undefined) throw new Error('no link to sign in with');
      return found;
    });
    await manager.call('POST /api/session', { body: { token: link.split('/').pop()! } });
    return manager;
  }

  /** @returns the containers, volumes and control groups of its pods that are there */
  async leftovers(): Promise<string[]> {
    const filters = { label: [this.label] };
    const containers = await this.docker.listContainers({ all: true, filters });
    const { Volumes } = await this.docker.listVolumes({ filters });
    return [
      ...containers.flatMap(({ Names }) => Names),
      ...(Volumes ?? []).map(({ Name }) => Name),
      ...(await this.#groups()),
    ];
  }

  /** One folder in version 2, one for each kind of limit in version 1. */
  async #groups(): Promise<string[]> {
    const kinds = ['', 'cpu', 'cpuset', 'memory', 'pids', 'freezer', 'systemd'];
    const folders = kinds.map((kind) => join('/sys/fs/cgroup', kind, 'proofload', this.#name));
    const inside = folders.map(async (folder) =>
      (await readdir(folder, { withFileTypes: true }).catch(() => []))
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(folder, name)),
    );
    return (await Promise.all(inside)).flat();
  }

  /** Leaves nothing behind, whatever happened. */
  async remove(): Promise<void> {
    await this.#processes?.api.stop();
    await this.#processes?.runner.stop();
    await this.sql?.end();
    await this.#server?.stop().catch(() => undefined);
    await (this.#engine?.remove() ?? this.#removePods());
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** What a runner that was not started again could not remove. */
  async #removePods(): Promise<void> {
    const filters = { label: [this.label] };
    for (const { Id } of await this.docker.listContainers({ all: true, filters }))
      await this.docker.getContainer(Id).remove({ force: true, v: true });
    const { Volumes } = await this.docker.listVolumes({ filters });
    for (const { Name } of Volumes ?? []) await this.docker.getVolume(Name).remove();
  }
}

/** @returns whether a process is there, other than as a corpse that nobody has taken away */
async function runs(pid: string): Promise<boolean> {
  return /\) [^ZX]/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
}

/** Waits until `act` no longer throws. @throws its last error after two minutes */
export async function eventually<T>(act: () => Promise<T>, pollMs = 200): Promise<T> {
  for (const end = performance.now() + 120_000; ; await sleep(pollMs))
    try {
      return await act();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
}
