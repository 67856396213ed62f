import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTree } from './read-tree.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tree-'));
  await mkdir(join(folder, 'lib'));
  await writeFile(join(folder, 'server.ts'), 'listen');
  await writeFile(join(folder, 'lib/a.ts'), 'a');
});
afterEach(() => rm(folder, { recursive: true }));

test('a tree holds every file by its path', async () => {
  const tree = await readTree(folder);
  expect([...tree.keys()]).toEqual(['lib/a.ts', 'server.ts']);
  expect(tree.get('server.ts')?.toString()).toBe('listen');
});

test('node_modules and .git are left out, at any depth', async () => {
  for (const path of ['node_modules', '.git', 'lib/node_modules']) {
    await mkdir(join(folder, path));
    await writeFile(join(folder, path, 'x'), 'x');
  }
  expect([...(await readTree(folder)).keys()]).toEqual(['lib/a.ts', 'server.ts']);
});

test('links and pipes are refused with their name', async () => {
  await symlink('/etc', join(folder, 'lib/etc'));
  await expect(readTree(folder)).rejects.toMatchObject({
    code: 'special-file',
    message: /^lib\/etc is a link/,
  });
  await rm(join(folder, 'lib/etc'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await expect(readTree(folder)).rejects.toMatchObject({ code: 'special-file' });
});

test('a folder beyond the limits is refused', async () => {
  for (let n = 0; n < 199; n += 1) await writeFile(join(folder, `f${n}`), '');
  await expect(readTree(folder)).rejects.toMatchObject({ code: 'too-many-files' });
});

test('something that is no folder is refused', async () => {
  await expect(readTree(join(folder, 'server.ts'))).rejects.toMatchObject({ code: 'not-a-folder' });
  await expect(readTree(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'not-a-folder' });
});
