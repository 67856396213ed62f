// Sandboxes made of Docker containers.
import Docker from 'dockerode';
import type { Tree } from '../challenge/tree.ts';
import { findBroken } from './doctor/doctor.ts';
import { readEngine, type Engine } from './engine.ts';
import { ours } from './faults.ts';
import { buildImages, buildSeeded } from './images.ts';
import { openPod } from './open.ts';
import type { Progress } from './progress.ts';
import { removePod, removeStrays } from './removal.ts';
import { type BrokenProtection, type Pod, type PodSpec, type Sandboxes, SandboxError } from './sandboxes.ts';

export interface SandboxOptions {
  /** Names this installation: several may use one engine, and each removes only its own strays. */
  platform: string;
  progress?: Progress;
}

/**
 * Connects to the Docker engine, at DOCKER_HOST when that is set, and builds the images that are missing.
 * @throws SandboxError when no engine answers
 */
export async function openSandboxes(options: SandboxOptions): Promise<Sandboxes> {
  return new DockerSandboxes(await connectEngine(options));
}

/** The engine that `openSandboxes` puts pods on. @throws SandboxError when none answers */
export async function connectEngine(options: SandboxOptions): Promise<Engine> {
  const docker = new Docker();
  await ours('no Docker engine answers', docker.ping());
  const images = await ours('images could not be built', buildImages(options.progress ?? (() => {}), docker));
  return readEngine(docker, options.platform, images);
}

export class DockerSandboxes implements Sandboxes {
  readonly #engine: Engine;
  readonly #opened = new Set<string>();
  #broken: Promise<BrokenProtection[]> = Promise.resolve([]);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  selfTest(): Promise<BrokenProtection[]> {
    this.#broken = findBroken(this.#engine).catch((error: Error) => [
      { id: 'self-test', what: 'The self-test can be run', seen: error.message },
    ]);
    return this.#broken;
  }

  async open(spec: PodSpec): Promise<Pod> {
    const [broken] = await this.#broken;
    if (broken)
      throw new SandboxError(`candidates' code is refused on this machine (${broken.id}: ${broken.seen})`);
    const pod = await ours(
      'a pod could not be opened',
      this.#engine.gate.run(() => openPod(this.#engine, spec, (id) => this.#opened.delete(id))),
    );
    this.#opened.add(pod.id);
    return pod;
  }

  serviceImage(service: string, seed: Tree): Promise<string> {
    return ours(
      `the image of ${service} could not be built`,
      buildSeeded(this.#engine.docker, service, seed),
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

  reconcile(owners: ReadonlySet<string>): Promise<number> {
    return ours('strays could not be removed', removeStrays(this.#engine, owners));
  }

  async close(): Promise<void> {
    await this.#broken;
    await Promise.all(
      [...this.#opened].map((id) => ours('a pod could not be removed', removePod(this.#engine, id))),
    );
    this.#opened.clear();
  }
}
