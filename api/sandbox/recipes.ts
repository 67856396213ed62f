// Which images there are, what each stands on and what goes into it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tree } from '../challenge/tree.ts';
import { sandboxesFolder } from './catalogue.ts';
import { type Bulk, type ContextFiles, readContext } from './context.ts';
import { installLibraries } from './libraries.ts';

export interface Recipe {
  /** Name of the image, below `proofload/`. */
  name: string;
  /** Recipe of the image it stands on; Debian when absent. */
  base?: Recipe;
  files: ContextFiles;
  bulk: Bulk[];
}

const nodePackage = join(import.meta.dirname, `../../node_modules/node-linux-${process.arch}`);

export async function runtimeRecipe(runtime: string, base: string): Promise<Recipe> {
  const folder = join(sandboxesFolder, 'runtimes', runtime);
  const files = await readContext(folder, (path) => path === 'Dockerfile');
  const bulk = base === 'node' ? [await libraries(folder)] : [];
  return { name: `runtime-${runtime}`, base: await layerRecipe(base), files, bulk };
}

export async function probeRecipe(): Promise<Recipe> {
  const folder = join(sandboxesFolder, 'probe');
  const read = await readContext(folder, (path) => !path.startsWith('package') && !path.endsWith('.test.ts'));
  const outside = ['Dockerfile', 'exports.json'];
  const files = new Map(
    [...read].map(([path, file]) => [outside.includes(path) ? path : `probe/${path}`, file]),
  );
  return { name: 'probe', base: await layerRecipe('node'), files, bulk: [await libraries(folder)] };
}

export async function serviceRecipe(service: string): Promise<Recipe> {
  const folder = join(sandboxesFolder, 'services', service);
  const files = await readContext(folder, (path) => !path.startsWith('seeded/') && !path.endsWith('.yaml'));
  return { name: `service-${service}`, files, bulk: [] };
}

/** A service with a challenge's data baked in. */
export async function seededRecipe(service: string, seed: Tree): Promise<Recipe> {
  const folder = join(sandboxesFolder, 'services', service, 'seeded');
  const files = await readContext(folder, () => true);
  for (const [path, content] of seed) files.set(`seed/${path}`, { content, mode: 0o644 });
  return { name: `seeded-${service}`, base: await serviceRecipe(service), files, bulk: [] };
}

/** The images below the runtimes: `base`, and one for each language's own tools. */
async function layerRecipe(layer: string): Promise<Recipe> {
  const files = await readContext(join(sandboxesFolder, layer), () => true);
  if (layer === 'base') return { name: 'base', files, bulk: [] };
  return {
    name: layer,
    base: await layerRecipe('base'),
    files,
    bulk: layer === 'node' ? [await node()] : [],
  };
}

async function node(): Promise<Bulk> {
  const { version } = JSON.parse(await readFile(join(nodePackage, 'package.json'), 'utf8')) as {
    version: string;
  };
  const path = join(nodePackage, 'bin/node');
  return { key: `node ${version} ${process.arch}`, locate: () => Promise.resolve({ name: 'node', path }) };
}

/** The libraries that a folder's package-lock.json names, installed on this machine: images reach no registry. */
async function libraries(folder: string): Promise<Bulk> {
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8');
  return {
    key: lock,
    locate: async () => ({ name: 'node_modules', path: await installLibraries(folder, lock) }),
  };
}
