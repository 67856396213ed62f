// The files a Docker build is given.
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';

/** A file of the context, small enough to hold and hash. */
interface ContextFile {
  content: Buffer;
  mode: number;
}
export type ContextFiles = Map<string, ContextFile>;

/** Files too many or large to hash each time: found on disk, named by a key that changes when they do. */
export interface Bulk {
  key: string;
  /** Name in the context, and where it lies; made now when it is not there. */
  locate: () => Promise<{ name: string; path: string }>;
}

/** Reads a folder's files. @param keep which of them, by path within the folder */
export async function readContext(folder: string, keep: (path: string) => boolean): Promise<ContextFiles> {
  const files: ContextFiles = new Map();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (!entry.isFile() || !keep(name)) continue;
    const { mode } = await lstat(path);
    files.set(name, { content: await readFile(path), mode: mode & 0o111 ? 0o755 : 0o644 });
  }
  return files;
}

/** @returns the context as the tar stream that a Docker build reads */
export function packContext(files: ContextFiles, bulk: { name: string; path: string }[]): Readable {
  const archive = tar.pack();
  const fill = async () => {
    for (const [name, { content, mode }] of files) archive.entry({ name, mode }, content);
    for (const { name, path } of bulk) await packPath(archive, name, path);
    archive.finalize();
  };
  fill().catch((error: Error) => archive.destroy(error));
  return Readable.from(archive);
}

async function packPath(archive: tar.Pack, name: string, path: string): Promise<void> {
  const stat = await lstat(path);
  if (stat.isSymbolicLink()) archive.entry({ name, type: 'symlink', linkname: await readlink(path) });
  else if (stat.isDirectory())
    for (const child of await readdir(path)) await packPath(archive, `${name}/${child}`, join(path, child));
  else {
    const entry = archive.entry({ name, mode: stat.mode & 0o777, size: stat.size });
    await pipeline(createReadStream(path), entry);
  }
}
