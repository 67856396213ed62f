// Which images there are, what each stands on and what goes into it. No image is known by name but `base`, which all
// others of a pod stand on, and `probe`: everything else is said by the files of its folder.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tree } from '../challenge/tree.ts';
import { readRuntime } from './catalogue.ts';
import { type Bulk, type ContextFiles, readContext } from './context.ts';
import { installLibraries } from './libraries.ts';

export interface Recipe {
  /** Name of the image, below `proofload/`. */
  name: string;
  /** Recipe of the image it stands on; Debian when absent. */
  base?: Recipe;
  files: ContextFiles;
  bulk: Bulk[];
  /** Whether its build may fetch Debian's packages. A challenge's seed may not: an author wrote it. */
  network: boolean;
}

/** What of an image's folder is not for its Dockerfile. */
const aside = /^(hello\/|seeded\/|package(-lock)?\.json$|(runtime|service)\.yaml$)/;

/** @param folder the one with base/, runtimes/ and services/ in it */
export async function runtimeRecipe(folder: string, runtime: string): Promise<Recipe> {
  const { base } = await readRuntime(folder, runtime);
  return {
    name: `runtime-${runtime}`,
    base: await layerRecipe(folder, base),
    ...(await contentOf(join(folder, 'runtimes', runtime))),
  };
}

/** The images below the runtimes: `base`, and one for each language's own tools that several share. */
async function layerRecipe(folder: string, layer: string): Promise<Recipe> {
  const content = await contentOf(join(folder, layer));
  return { name: layer, ...(layer !== 'base' && { base: await layerRecipe(folder, 'base') }), ...content };
}

export async function probeRecipe(folder: string): Promise<Recipe> {
  const { files: read, bulk } = await contentOf(join(folder, 'probe'));
  const outside = ['Dockerfile', 'exports.json'];
  const files = new Map(
    [...read]
      .filter(([path]) => !path.endsWith('.test.ts'))
      .map(([path, file]) => [outside.includes(path) ? path : `probe/${path}`, file]),
  );
  return { name: 'probe', base: await layerRecipe(folder, 'node'), files, bulk, network: false };
}

export async function serviceRecipe(folder: string, service: string): Promise<Recipe> {
  return { name: `service-${service}`, ...(await contentOf(join(folder, 'services', service))) };
}

/** A service with a challenge's data baked in. */
export async function seededRecipe(folder: string, service: string, seed: Tree): Promise<Recipe> {
  const files = await readContext(join(folder, 'services', service, 'seeded'), () => true);
  for (const [path, content] of seed) files.set(`seed/${path}`, { content, mode: 0o644 });
  const base = await serviceRecipe(folder, service);
  return { name: `seeded-${service}`, base, files, bulk: [], network: false };
}

/** An image's own files, and as `node_modules` the npm packages its package-lock.json names, where it has one. */
async function contentOf(folder: string): Promise<Pick<Recipe, 'files' | 'bulk' | 'network'>> {
  const files = await readContext(folder, (path) => !aside.test(path));
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8').catch(() => undefined);
  return { files, bulk: lock === undefined ? [] : [libraries(folder, lock)], network: true };
}

/** npm packages are installed on this machine: image builds reach no npm registry. */
function libraries(folder: string, lock: string): Bulk {
  return {
    key: lock,
    locate: async () => ({ name: 'node_modules', path: await installLibraries(folder, lock) }),
  };
}
