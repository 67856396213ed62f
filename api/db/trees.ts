// Files by their hash: contents are kept once, and a snapshot is a list of them.
import { hashOf, treeHash, type Tree } from '../challenge/tree.ts';
import type { Db } from './connect.ts';

/** Keeps the content. @returns its hash */
export async function saveBlob(db: Db, content: Buffer): Promise<string> {
  const hash = hashOf(content);
  await db`insert into blob (hash, content) values (${hash}, ${content}) on conflict do nothing`;
  return hash;
}

/** Freezes a list of stored files. @returns the tree hash */
export async function saveSnapshot(db: Db, entries: [path: string, hash: string][]): Promise<string> {
  const hash = treeHash(entries);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  await db`insert into snapshot (hash, entries) values (${hash}, ${db.json(sorted)}) on conflict do nothing`;
  return hash;
}

/** Stores every file of a tree. @returns path and hash of each */
export async function saveTree(db: Db, tree: Tree): Promise<[path: string, hash: string][]> {
  const entries: [string, string][] = [];
  for (const [path, content] of tree) entries.push([path, await saveBlob(db, content)]);
  return entries;
}

/** @throws Error when there is no such snapshot: a stored hash always has one */
export async function getTree(db: Db, hash: string): Promise<Tree> {
  const rows = await db<{ path: string; content: Buffer }[]>`
    select entry->>0 as path, blob.content
    from snapshot, jsonb_array_elements(entries) entry join blob on blob.hash = entry->>1
    where snapshot.hash = ${hash} order by 1`;
  const tree = new Map(rows.map(({ path, content }) => [path, content]));
  if (treeHash([...tree].map(([path, content]) => [path, hashOf(content)] as const)) !== hash)
    throw new Error(`Snapshot ${hash} is missing or damaged`);
  return tree;
}
