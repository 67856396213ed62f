import { buffer } from 'node:stream/consumers';
import tar from 'tar-stream';
import type { Tree } from '../challenge/tree.ts';

/** @returns the files as a tar archive; the same files give the same bytes */
export function archiveOf(tree: Tree): Promise<Buffer> {
  const pack = tar.pack();
  for (const [name, content] of tree) pack.entry({ name, mtime: new Date(0) }, content);
  pack.finalize();
  return buffer(pack);
}
