// A tree of files: what a candidate edits, a snapshot freezes and a pod is given. The rules for what may be in one
// live here and nowhere else.
import { createHash } from 'node:crypto';
import { Problem } from '../http/problem.ts';

/** Path relative to the workspace, with forward slashes, to content. */
export type Tree = ReadonlyMap<string, Buffer>;

export const maxFileBytes = 1_000_000;
export const maxTreeBytes = 20_000_000;
const maxTreeFiles = 200;
const maxPathBytes = 255;
/** Control characters, and those that turn the order of what one reads around. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
/** Names that some systems keep for devices, whatever follows the first dot. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** What programs keep beside sources, as the shell matches names: libraries, compiled files, and an editor's own. */
export const byproducts = ['node_modules', '__pycache__', '.venv', '.cache', '*.pyc', '*.swp', '*~'];

/** Whether a path names, or lies below, what is no source. */
export function isByproduct(path: string): boolean {
  const parts = path.split('/');
  return byproducts.some((name) =>
    parts.some((part) => (name.startsWith('*') ? part.endsWith(name.slice(1)) : part === name)),
  );
}

/** @returns sha256 of the content, hex. */
export function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * The hash that names a snapshot: sha256 over its sorted `path NUL hash LF` lines.
 * @param entries path and content hash of every file
 */
export function treeHash(entries: Iterable<readonly [path: string, hash: string]>): string {
  const lines = [...entries].map(([path, hash]) => `${path}\0${hash}\n`).toSorted();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** Refuses a path that is not a plain relative one inside the workspace. @throws Problem 400 bad-path */
export function checkPath(path: string): void {
  const reason = pathFault(path);
  if (reason) throw new Problem(400, 'bad-path', `${JSON.stringify(path.slice(0, 100))}: ${reason}`);
}

function pathFault(path: string): string | undefined {
  if (path === '') return 'a file needs a name';
  if (unseen.test(path)) return 'a path may not hold control characters';
  if (path.includes('\\')) return 'use / between folders';
  if (path.startsWith('/')) return 'a path may not leave the workspace';
  if (Buffer.byteLength(path) > maxPathBytes) return `a path may have ${maxPathBytes} bytes at most`;
  const parts = path.split('/');
  if (parts.includes('..')) return 'a path may not leave the workspace';
  if (parts.includes('') || parts.includes('.')) return 'a path may not have empty or "." parts';
  if (parts.some((part) => deviceName.test(part))) return 'some systems keep this name for a device';
  return undefined;
}

/** Refuses a tree beyond the workspace's limits. @throws Problem 413 file-too-large, too-many-files, workspace-too-large */
export function checkSizes(sizes: ReadonlyMap<string, number>): void {
  let total = 0;
  for (const [path, bytes] of sizes) {
    if (bytes > maxFileBytes) throw new Problem(413, 'file-too-large', `${path} is larger than 1 MB`);
    total += bytes;
  }
  if (sizes.size > maxTreeFiles)
    throw new Problem(413, 'too-many-files', `A workspace may hold ${maxTreeFiles} files at most`);
  if (total > maxTreeBytes)
    throw new Problem(413, 'workspace-too-large', 'A workspace may hold 20 MB at most');
}
