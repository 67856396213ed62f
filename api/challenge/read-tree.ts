import { lstat, readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Problem } from '../http/problem.ts';
import { checkPath, checkSizes } from './tree.ts';
import type { Tree } from './tree.ts';

const skipped = new Set(['node_modules', '.git']);

/**
 * Reads a candidate's folder of source code. node_modules and .git are left out, and so are empty folders.
 * @throws Problem 400 not-a-folder, special-file (a link, socket, pipe or device) or bad-path; 413 beyond the limits of a tree
 */
export async function readTree(folder: string): Promise<Tree> {
  const sizes = await listFiles(folder);
  checkSizes(sizes);
  return read(folder, sizes.keys());
}

/** Reads a folder of our own, whatever its size. @throws Problem as readTree, except 413 */
export async function readFolder(folder: string): Promise<Tree> {
  return read(folder, (await listFiles(folder)).keys());
}

async function listFiles(folder: string): Promise<Map<string, number>> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Problem(400, 'not-a-folder', `${folder} is not a folder`);
  const sizes = new Map<string, number>();
  for await (const [path, bytes] of walk(folder, '')) sizes.set(path, bytes);
  return sizes;
}

async function read(folder: string, paths: Iterable<string>): Promise<Tree> {
  const sorted = [...paths].toSorted();
  return new Map(
    await Promise.all(sorted.map(async (path) => [path, await readFile(join(folder, path))] as const)),
  );
}

async function* walk(folder: string, inside: string): AsyncGenerator<readonly [path: string, bytes: number]> {
  for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const path = join(inside, entry.name).split(sep).join('/');
    checkPath(path);
    if (entry.isDirectory()) yield* walk(folder, path);
    else if (entry.isFile()) yield [path, (await lstat(join(folder, path))).size];
    else throw new Problem(400, 'special-file', `${path} is a link or a special file; hand in plain files`);
  }
}
