// Files in and out of a container as tar over a program's stdin and stdout. Docker's archive calls are never used on
// a container that holds a candidate's files: engines ran the container's own decompressor as root on the host.
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import tar from 'tar-stream';
import {
  byproducts,
  checkPath,
  checkSizes,
  maxFileBytes,
  maxTreeBytes,
  type Tree,
} from '../challenge/tree.ts';
import { Problem } from '../http/problem.ts';
import { type Exit, runExec, startExec } from './exec.ts';
import { Tail } from './tail.ts';
import { SandboxError, type Sources } from './sandboxes.ts';
import { Waiting } from './waiting.ts';

const deadlineMs = 30_000;
/** Content, and a generous share for the headers of folders and small files. */
const maxArchiveBytes = maxTreeBytes + 12_000_000;
const maxEntries = 5_000;

// rsync replaces each file in one step and leaves equal ones alone, so watchers and open folders are not disturbed.
// What it cannot delete (a path too deep for it) goes with everything else.
const writeScript = `
set -eu
new=$(mktemp -d /tmp/files.XXXXXX)
trap 'rm -rf "$new"' EXIT
tar --extract --directory="$new" --no-same-owner
chmod -R u+rwX /workspace 2>/dev/null || true
sync_tree() { rsync --recursive --checksum --delete --force --exclude=/.git --exclude=/.build "$new/" /workspace/; }
sync_tree || { find /workspace -mindepth 1 -delete; sync_tree; }
`;
// Plain files alone, each once under every name it has; no path of 255 bytes lies deeper.
const readScript = (leftOut: string, which: string) => `
chmod -R u+rwX /workspace 2>/dev/null
cd /workspace
find . -maxdepth 129 \\( -path ./.git -o -path ./.build ${leftOut} \\) -prune -o -type f ${which} -print0 |
  tar --create --null --no-recursion --hard-dereference --ignore-failed-read --format=pax --files-from=-
`;
const notSources = byproducts.map((name) => `-o -name '${name}'`).join(' ');
/** Names what is too large on stderr, each ended by a NUL. */
const tooLarge = `-size +${maxFileBytes}c -fprintf /dev/stderr '%P\\0' -o -type f -size -${maxFileBytes + 1}c`;
const watched = ['--event', 'close_write,create,delete,moved_to,moved_from'];

/** Makes /workspace hold exactly this tree; .git and .build, what a build made, are left alone there. */
export async function writeTree(container: Docker.Container, tree: Tree): Promise<void> {
  await send(container, ['sh', '-c', writeScript], tree);
}

/** Puts some files into /workspace and removes some; the others are left alone. */
export async function patchTree(
  container: Docker.Container,
  files: Tree,
  gone: readonly string[],
): Promise<void> {
  const script = 'cd /workspace && tar --extract --no-same-owner && rm -f -- "$@"';
  await send(container, ['sh', '-c', script, 'sh', ...gone.map((path) => `./${path}`)], files);
}

/** Starts the program that `fillEmpty` hands a tree to. */
export function awaitTree(container: Docker.Container): Promise<Waiting> {
  return Waiting.start(container, ['tar', '--extract', '--directory=/workspace', '--no-same-owner']);
}

/** Puts a tree into a workspace that has held no files. @returns false when `writeTree` has to */
export function fillEmpty(waiting: Waiting, tree: Tree): Promise<boolean> {
  return waiting.give(pack(tree), deadlineMs);
}

/** Unpacks a tree into a folder of the container. */
export async function unpackTree(container: Docker.Container, tree: Tree, folder: string): Promise<void> {
  await send(container, ['tar', '--extract', `--directory=${folder}`, '--no-same-owner'], tree);
}

async function send(container: Docker.Container, command: string[], tree: Tree): Promise<void> {
  const complaint = new Tail(2_000);
  const exit = await runExec(container, command, {
    deadlineMs,
    onFrame: (frame) => complaint.add(frame.bytes),
    // A program that ends early breaks the pipe; its exit code tells more than that.
    onOpen: (stdin) => void pipeline(pack(tree), stdin).catch(() => {}),
  });
  if (exit.code !== 0) throw new SandboxError(`files could not be written: ${reason(exit, complaint)}`);
}

/**
 * Reads /workspace back. Everything that comes is the candidate's word, the tar format included: other processes of
 * its user can reach into the one that packs.
 * @throws Problem when a limit of the workspace or of a path is passed
 */
export async function readTree(container: Docker.Container): Promise<Tree> {
  return unpack(await readArchive(container, readScript('', ''), new Tail(2_000)));
}

/** Like `readTree`, without byproducts and files that are too large. What may not be in a workspace is left out. */
export async function readSources(container: Docker.Container): Promise<Sources> {
  const files = new Map<string, Buffer>();
  const complaint = new Tail(64_000);
  const archive = await readArchive(container, readScript(notSources, tooLarge), complaint);
  await eachFile(archive, async (path, size, content) => {
    if (size <= maxFileBytes) files.set(path, await content());
  });
  return { files, tooLarge: new Set(complaint.text().split('\0').filter(Boolean)) };
}

/** Says something whenever a file in /workspace was written, made, moved or deleted. */
export async function watchFiles(container: Docker.Container): Promise<Readable> {
  const leftOut = ['--exclude', String.raw`^/workspace/\.(git|build)(/|$)`];
  const format = ['--format', '.', '/workspace'];
  const command = ['inotifywait', '--monitor', '--quiet', '--recursive', ...watched, ...leftOut, ...format];
  const { socket } = await startExec(container, command);
  return socket;
}

async function readArchive(container: Docker.Container, script: string, complaint: Tail): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const exit = await runExec(container, ['sh', '-c', script], {
    deadlineMs,
    onFrame: (frame) => {
      if (frame.from === 'stderr') return complaint.add(frame.bytes);
      bytes += frame.bytes.length;
      if (bytes > maxArchiveBytes)
        throw new Problem(413, 'workspace-too-large', 'A workspace may hold 20 MB at most');
      pieces.push(frame.bytes);
    },
  });
  // 1 says that a file changed while it was read; the next reading brings it.
  if (exit.code !== 0 && exit.code !== 1)
    throw new SandboxError(`files could not be read: ${reason(exit, complaint)}`);
  return Buffer.concat(pieces);
}

function reason(exit: Exit, complaint: Tail): string {
  return exit.timedOut ? 'not done at the deadline' : `exit code ${exit.code}, ${complaint.text()}`;
}

function pack(tree: Tree): Readable {
  const archive = tar.pack();
  for (const [path, content] of tree) archive.entry({ name: path, mode: 0o644 }, content);
  archive.finalize();
  return Readable.from(archive);
}

/** @throws Problem when a limit is passed, SandboxError when it is not a tar archive */
export async function unpack(archive: Buffer): Promise<Tree> {
  const tree = new Map<string, Buffer>();
  const sizes = new Map<string, number>();
  await eachFile(archive, async (path, size, content) => {
    checkPath(path);
    sizes.set(path, size);
    if (size > maxFileBytes) checkSizes(sizes);
    tree.set(path, await content());
  });
  checkSizes(sizes);
  return tree;
}

type Visit = (path: string, size: number, content: () => Promise<Buffer>) => Promise<void>;

/** Shows every plain file of an archive; one whose content is not asked for is passed over. @throws Problem too-many-files */
async function eachFile(archive: Buffer, visit: Visit): Promise<void> {
  const extract = tar.extract();
  extract.end(archive);
  let entries = 0;
  for await (const entry of extract) {
    if (++entries > maxEntries)
      throw new Problem(413, 'too-many-files', 'The workspace holds too many files');
    const { name, type, size } = entry.header;
    const content = async () => {
      const pieces: Buffer[] = [];
      for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece);
      return Buffer.concat(pieces);
    };
    if (type === 'file') await visit(name.replace(/^\.\//, ''), size, content);
    entry.resume();
  }
}
