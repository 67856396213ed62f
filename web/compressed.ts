import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const text = /\.(js|css|svg|ttf)$/;
/** Smaller ones fit one packet anyway. */
const leastBytes = 1400;

/** Leaves a gzipped file beside each built one, for the server to send: the editor is ten megabytes of text. */
export function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir }) {
      const names = await readdir(dir!, { recursive: true });
      await Promise.all(names.filter((name) => text.test(name)).map((name) => compress(join(dir!, name))));
    },
  };
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < leastBytes) return;
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}
