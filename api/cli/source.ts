// What the command line names: a challenge, and a folder of source code to grade against it.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Challenge } from '../challenge/challenge.ts';
import { loadChallenge } from '../challenge/load.ts';
import { readTree } from '../challenge/read-tree.ts';
import type { Tree } from '../challenge/tree.ts';
import { BadUsage } from './usage.ts';

const challengesFolder = join(import.meta.dirname, '../../challenges');

export interface Found {
  challenge: Challenge;
  folder: string;
}

/** @param name a slug below challenges/, or a folder @throws BadUsage, ManifestError */
export async function findChallenge(name: string): Promise<Found> {
  const folder = name.includes('/') ? resolve(name) : join(challengesFolder, name);
  if (await isFile(join(folder, 'challenge.yaml'))) return { challenge: await loadChallenge(folder), folder };
  const known = await readdir(challengesFolder, { withFileTypes: true }).catch(() => []);
  const slugs = known.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  throw new BadUsage(`There is no challenge ${name}. Known ones: ${slugs.join(', ') || 'none'}`);
}

/** @throws BadUsage when the challenge has no starter for the runtime */
export function checkRuntime({ slug, starters }: Challenge, runtime: string): void {
  if (starters[runtime]) return;
  throw new BadUsage(`${slug} has no runtime ${runtime}. Known ones: ${Object.keys(starters).join(', ')}`);
}

/**
 * The tree to grade. A reference of the challenge is laid over the starter, as its author means it; any other folder is
 * taken as it is.
 * @throws BadUsage, Problem when the folder cannot be a workspace
 */
export async function readSource(path: string, { challenge, folder }: Found, runtime: string): Promise<Tree> {
  const source = resolve(path);
  const found = await stat(source).catch(() => undefined);
  if (!found?.isDirectory()) throw new BadUsage(`${path} is not a folder`);
  const named = basename(source) === runtime ? dirname(source) : source;
  if (dirname(named) === join(folder, 'references')) {
    const tree = challenge.references[basename(named)]?.trees[runtime];
    if (!tree) throw new BadUsage(`${path} is no reference of ${challenge.slug} for ${runtime}`);
    return tree;
  }
  const tree = await readTree(source);
  if (tree.size === 0) throw new BadUsage(`${path} holds no files`);
  return tree;
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}
