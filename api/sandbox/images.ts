// Images are named by the content they are built from, so a second run builds nothing; Docker names one only when
// its build has ended well, so half an image is never found.
import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import type { Tree } from '../challenge/tree.ts';
import { listNames } from './catalogue.ts';
import { packContext } from './context.ts';
import { ensureDebian } from './debian.ts';
import { allDone, ifFound } from './faults.ts';
import { markUsed } from './outdated.ts';
import { finished, type Progress } from './progress.ts';
import { probeRecipe, type Recipe, runtimeRecipe, seededRecipe, serviceRecipe } from './recipes.ts';
import { SandboxError } from './sandboxes.ts';
import { Tail } from './tail.ts';

/** Names of the images that pods are made of. */
export interface Images {
  runtimes: Record<string, string>;
  probe: string;
}

/** Builds under way, by image: whoever needs the same one waits for it. */
const builds = new Map<string, Promise<void>>();

/**
 * Builds every image that is missing: runtimes, services and the probe.
 * @param folder the one they are made from, such as sandboxes/
 * @throws SandboxError when one cannot be built, with the end of the build's output
 */
export async function buildImages(docker: Docker, folder: string, progress: Progress): Promise<Images> {
  const ensure = (recipe: Recipe) => ensureImage(docker, recipe, progress);
  const names = await listNames(folder, 'runtimes');
  const services = await listNames(folder, 'services');
  // Side by side: one fetches packages while another compiles.
  const [probe, ...runtimes] = await allDone([
    probeRecipe(folder).then(ensure),
    ...names.map(async (name) => ensure(await runtimeRecipe(folder, name))),
    ...services.map(async (name) => ensure(await serviceRecipe(folder, name))),
  ]);
  return {
    runtimes: Object.fromEntries(names.map((name, at) => [name, runtimes[at] as string])),
    probe: probe as string,
  };
}

/** Marks the images of a platform that runs on as in use, so that no other clone takes them for forgotten. */
export async function markImages(docker: Docker, { runtimes, probe }: Images): Promise<void> {
  for (const name of [...Object.values(runtimes), probe]) {
    const found = await ifFound(docker.getImage(name).inspect());
    if (found) await markUsed(docker, name, found);
  }
}

/** Builds, or finds, a service's image with a challenge's data in it. @returns image id */
export async function buildSeeded(
  docker: Docker,
  folder: string,
  service: string,
  seed: Tree,
  progress: Progress = () => {},
): Promise<string> {
  const name = await ensureImage(docker, await seededRecipe(folder, service, seed), progress);
  return (await docker.getImage(name).inspect()).Id;
}

/** @returns name of the image */
async function ensureImage(docker: Docker, recipe: Recipe, progress: Progress): Promise<string> {
  const name = imageName(recipe);
  const found = await ifFound(docker.getImage(name).inspect());
  if (found) {
    await markUsed(docker, name, found);
    return name;
  }
  const making = builds.get(name) ?? makeImage(docker, recipe, name, progress);
  builds.set(name, making);
  await making.finally(() => builds.delete(name));
  return name;
}

async function makeImage(docker: Docker, recipe: Recipe, name: string, progress: Progress): Promise<void> {
  const base = recipe.base && (await ensureImage(docker, recipe.base, progress));
  if (base === undefined) await ensureDebian(docker, progress);
  const startedAt = Date.now();
  progress(`image ${name}: building`);
  await build(docker, recipe, name, base);
  progress(`image ${name}: built in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

function imageName(recipe: Recipe): string {
  const hash = createHash('sha256').update(recipe.base ? imageName(recipe.base) : 'debian:trixie-slim');
  for (const [path, { content, mode }] of [...recipe.files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`\0${path}\0${mode}\0${content.length}\0`).update(content);
  for (const { key } of recipe.bulk) hash.update(`\0${key}`);
  return `proofload/${recipe.name}:${hash.digest('hex').slice(0, 16)}`;
}

async function build(docker: Docker, recipe: Recipe, name: string, base: string | undefined): Promise<void> {
  const bulk = await Promise.all(recipe.bulk.map((each) => each.locate()));
  const output = await docker.buildImage(packContext(recipe.files, bulk), {
    t: name,
    forcerm: true,
    ...(base !== undefined && { buildargs: { BASE: base } }),
    // The machine's own network: engines without a bridge build too.
    networkmode: recipe.network ? 'host' : 'none',
    labels: { 'proofload.image': recipe.name },
  });
  const log = new Tail(4_000);
  try {
    await finished(docker, output, ({ stream }) => log.add(Buffer.from(stream ?? '')));
  } catch (error) {
    throw new SandboxError(`image ${name} was not built: ${(error as Error).message}\n${log.text()}`, {
      cause: error,
    });
  }
}
