import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Builds the web into web/dist unless that is newer than every source of it.
 * @param root folder of the repository
 * @throws Error with what the build wrote when it fails
 */
export async function buildWebWhenStale(root: string, say: (line: string) => void): Promise<void> {
  const built = await timeOf(join(root, 'web/dist/index.html'));
  const sources = [join(root, 'web'), join(root, 'api'), join(root, 'package-lock.json')];
  const changed = Math.max(...(await Promise.all(sources.map(newest))));
  if (built > changed) return;
  say('Building the web …');
  await run(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', 'web/vite.config.ts'],
    {
      cwd: root,
    },
  );
}

/** @returns when the path, or the newest file below it, was changed, in milliseconds; 0 when it is not there */
async function newest(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return timeOf(path);
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('/web/dist'));
  return Math.max(0, ...(await Promise.all(files.map((file) => timeOf(join(file.parentPath, file.name))))));
}

async function timeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
