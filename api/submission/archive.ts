import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import tar from 'tar-stream';
import type { Tree } from '../challenge/tree.ts';

const compress = promisify(gzip);

/** Answers with a tree as a file to keep, `<folder>.tar.gz`. */
export function sendArchive(reply: FastifyReply, tree: Tree, folder: string): Promise<Buffer> {
  void reply
    .type('application/gzip')
    .header('content-disposition', `attachment; filename="${folder}.tar.gz"`);
  return archiveOf(tree, folder);
}

/**
 * A tree as a .tar.gz that every system unpacks. The same tree makes the same bytes.
 * @param folder everything in it is under this
 */
async function archiveOf(tree: Tree, folder: string): Promise<Buffer> {
  const archive = tar.pack();
  for (const [path, content] of tree)
    archive.entry(
      { name: `${folder}/${path}`, size: content.length, mode: 0o644, mtime: new Date(0) },
      content,
    );
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive as AsyncIterable<Buffer>) pieces.push(piece);
  return compress(Buffer.concat(pieces));
}
