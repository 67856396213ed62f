import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hashOf } from '../challenge/tree.ts';

const store = join(import.meta.dirname, '../../.proofload/libraries');

/**
 * Installs what a folder's package-lock.json names, once per content of it.
 * @returns path of a node_modules folder that is complete: a run that was killed leaves none
 */
export async function installLibraries(folder: string, lock: string): Promise<string> {
  const target = join(store, hashOf(Buffer.from(lock)).slice(0, 16));
  const found = join(target, 'node_modules');
  if (await exists(found)) return found;
  await mkdir(store, { recursive: true });
  const draft = await mkdtemp(join(store, 'draft-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      await copyFile(join(folder, file), join(draft, file));
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: draft });
    await rename(draft, target).catch(async (error: unknown) => {
      if (!(await exists(found))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return found;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
