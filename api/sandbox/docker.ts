// Sandboxes made of Docker containers.
import { randomBytes } from 'node:crypto';
import { freemem, totalmem } from 'node:os';
import Docker from 'dockerode';
import type { Tree } from '../challenge/tree.ts';
import { sandboxesFolder } from './catalogue.ts';
import { removeOuterGroup } from './cgroup.ts';
import { findBroken } from './doctor/doctor.ts';
import { readEngine, type Engine } from './engine.ts';
import { ours } from './faults.ts';
import { buildImages, buildSeeded, markImages } from './images.ts';
import { wholePods } from './listing.ts';
import { openPod, openWarm } from './open.ts';
import { Opened } from './opened.ts';
import type { DockerPod } from './pod.ts';
import { Pool } from './pool.ts';
import type { Progress } from './progress.ts';
import { removePod, removeStrays } from './removal.ts';
import {
  type BrokenProtection,
  type Pod,
  type PodSpec,
  type Sandboxes,
  SandboxError,
  type WarmSpec,
} from './sandboxes.ts';
import { guardLogs } from './floods.ts';
import { guardSockets } from './sockets.ts';

export interface SandboxOptions {
  /** Names this installation: several may use one engine, and each removes only its own strays. */
  platform: string;
  progress?: Progress;
  /** What runtimes and services there are; Proofload's own when absent. */
  folder?: string;
}

/** Owner on the labels of pods that were made for nobody yet. No attempt or grading has this id. */
const nobody = 'nobody';

/**
 * Connects to the Docker engine, at DOCKER_HOST when that is set, and builds the images that are missing.
 * @throws SandboxError when no engine answers
 */
export async function openSandboxes(options: SandboxOptions): Promise<Sandboxes> {
  return new DockerSandboxes(await connectEngine(options), options.progress);
}

/** The engine that `openSandboxes` puts pods on. @throws SandboxError when none answers */
export async function connectEngine({
  platform,
  progress = () => {},
  folder = sandboxesFolder,
}: SandboxOptions): Promise<Engine> {
  const docker = new Docker();
  await ours('no Docker engine answers', docker.ping());
  const images = await ours('images could not be built', buildImages(docker, folder, progress));
  return readEngine(docker, { platform, folder, images });
}

export class DockerSandboxes implements Sandboxes {
  readonly #engine: Engine;
  readonly #opened = new Opened();
  readonly #pool: Pool<DockerPod>;
  readonly #endGuards: (() => void)[];
  #broken: Promise<BrokenProtection[]> = Promise.resolve([]);

  constructor(engine: Engine, report: Progress = () => {}) {
    this.#engine = engine;
    this.#endGuards = [guardSockets(engine), guardLogs(engine)];
    this.#pool = new Pool({
      open: (spec) => this.#openWarm(spec),
      // A start takes a core for a second, and a grading measures; memory is for those who are there.
      busy: () => this.#opened.hasGrading() || freemem() < totalmem() / 4,
      report,
    });
  }

  selfTest(): Promise<BrokenProtection[]> {
    this.#broken = findBroken(this.#engine, (spec) => this.#openCold(spec, undefined)).catch(
      (error: Error) => [{ id: 'self-test', what: 'The self-test can be run', seen: error.message }],
    );
    return this.#broken;
  }

  async open(spec: PodSpec): Promise<Pod> {
    const [broken] = await this.#broken;
    if (broken)
      throw new SandboxError(`candidates' code is refused on this machine (${broken.id}: ${broken.seen})`);
    return ours('a pod could not be opened', this.#open(spec));
  }

  keepWarm(spec: WarmSpec, count: number): void {
    this.#pool.keep(spec, count);
  }

  warm(): number {
    return this.#pool.size;
  }

  serviceImage(service: string, seed: Tree): Promise<string> {
    return ours(
      `the image of ${service} could not be built`,
      buildSeeded(this.#engine.docker, this.#engine.folder, service, seed),
    );
  }

  async facts(runtime: string): Promise<{ images: Record<string, string>; engine: string }> {
    const names = { [runtime]: this.#engine.images.runtimes[runtime], probe: this.#engine.images.probe };
    const images: Record<string, string> = {};
    for (const [part, name] of Object.entries(names)) {
      if (name === undefined) throw new SandboxError(`there is no runtime ${part}`);
      images[part] = (await ours('an image is gone', this.#engine.docker.getImage(name).inspect())).Id;
    }
    return { images, engine: this.#engine.description };
  }

  whole(): Promise<ReadonlySet<string>> {
    return ours('the engine does not answer', wholePods(this.#engine));
  }

  async reconcile(owners: ReadonlySet<string>): Promise<number> {
    const givenUp = this.#opened.givenUp();
    const removed = await ours(
      'strays could not be removed',
      removeStrays(this.#engine, this.#opened.strayTest(owners)),
    );
    for (const id of givenUp) this.#opened.forget(id);
    await ours('warm pods could not be looked at', this.#pool.weed());
    await ours('images could not be marked', markImages(this.#engine.docker, this.#engine.images));
    return removed;
  }

  async close(): Promise<void> {
    await this.#broken;
    await this.#pool.close();
    await Promise.all(
      this.#opened.ids().map(async (id) => {
        await ours('a pod could not be removed', removePod(this.#engine, id));
        this.#opened.forget(id);
      }),
    );
    for (const end of this.#endGuards) end();
    await removeOuterGroup(this.#engine);
  }

  async #open(spec: PodSpec): Promise<Pod> {
    if (spec.kind === 'workspace' && spec.cpuset === undefined) {
      const warm = await this.#pool.take(spec);
      if (warm) {
        this.#opened.add(warm.id, spec.kind, spec.owner);
        return warm;
      }
    }
    return this.#openCold(spec, spec.owner);
  }

  #openCold(spec: PodSpec, owner: string | undefined): Promise<DockerPod> {
    return this.#engine.gate.run(() => this.#make(openPod, spec, owner));
  }

  #openWarm(spec: WarmSpec): Promise<DockerPod> {
    const full: PodSpec = { ...spec, kind: 'workspace', owner: nobody };
    return ours(
      'a pod could not be opened',
      this.#engine.gate.runLast(() => this.#make(openWarm, full, undefined)),
    );
  }

  /** The pod is known before any of it exists, so that it is never taken for a stray. */
  async #make(how: typeof openPod, spec: PodSpec, owner: string | undefined): Promise<DockerPod> {
    const id = randomBytes(6).toString('hex');
    this.#opened.add(id, spec.kind, owner);
    try {
      return await how(this.#engine, id, spec, (removed) => this.#opened.giveUp(removed));
    } catch (error) {
      this.#opened.giveUp(id);
      throw error;
    }
  }
}
