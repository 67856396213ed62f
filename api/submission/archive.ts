import { pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import tar from 'tar-stream';
import type { Tree } from '../challenge/tree.ts';

const compress = promisify(gzip);

/** Answers with a tree as a file to keep, `<folder>.tar.gz`. */
export function sendArchive(reply: FastifyReply, tree: Tree, folder: string): Promise<Buffer> {
  nameArchive(reply, folder);
  return archiveOf(tree, folder);
}

/** Answers with files as they come, in `<folder>.tar.gz`: however many there are, one is in memory at a time. */
export function streamArchive(
  reply: FastifyReply,
  files: AsyncIterable<readonly [path: string, content: Buffer]>,
  folder: string,
): Readable {
  nameArchive(reply, folder);
  const archive = tar.pack();
  const fill = async () => {
    for await (const [path, content] of files) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      archive.entry(headerOf(`${folder}/${path}`, content), content, (error) =>
        error ? reject(error) : resolve(),
      );
      await promise;
    }
    archive.finalize();
  };
  const compressed = createGzip();
  // Whoever reads hears of an error by an answer that ends too early.
  pipeline(archive, compressed, () => undefined);
  fill().catch((error: Error) => archive.destroy(error));
  return compressed;
}

function nameArchive(reply: FastifyReply, folder: string): void {
  void reply
    .type('application/gzip')
    .header('content-disposition', `attachment; filename="${folder}.tar.gz"`);
}

function headerOf(name: string, { length: size }: Buffer) {
  return { name, size, mode: 0o644, mtime: new Date(0) };
}

/**
 * A tree as a .tar.gz that every system unpacks. The same tree makes the same bytes.
 * @param folder everything in it is under this
 */
async function archiveOf(tree: Tree, folder: string): Promise<Buffer> {
  const archive = tar.pack();
  for (const [path, content] of tree) archive.entry(headerOf(`${folder}/${path}`, content), content);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive as AsyncIterable<Buffer>) pieces.push(piece);
  return compress(Buffer.concat(pieces));
}
