// The saved files of an attempt: Postgres holds the truth, the sandbox a copy.
import { isUtf8 } from 'node:buffer';
import { checkPath, checkSizes, hashOf, type Tree } from '../challenge/tree.ts';
import type { Db, Sql } from '../db/connect.ts';
import { saveBlob } from '../db/trees.ts';
import { Problem } from '../http/problem.ts';
import {
  requireAction,
  requireBase,
  requirePaths,
  requirePlace,
  requireSaved,
  type StoredFile,
} from './attempt.ts';
import type { FileTree } from './contract.ts';
import {
  addSavedBytes,
  findFile,
  getFiles,
  listStoredFiles,
  lockAttempt,
  treeHashOf,
  upsertFile,
} from './store.ts';
import { insertVersion, listClashes } from './versions.ts';

export async function fileTree(db: Db, attemptId: string): Promise<FileTree> {
  const files = await listStoredFiles(db, attemptId);
  const clashes = await listClashes(db, attemptId);
  const deleted = files.filter((file) => file.deleted).map((file) => file.path);
  return { treeHash: treeHashOf(files), files: files.filter((file) => !file.deleted), deleted, clashes };
}

/** @throws Problem 404 no-such-file, 415 not-text */
export async function readFile(db: Db, attemptId: string, path: string) {
  const file = await findFile(db, attemptId, path);
  if (!file) throw new Problem(404, 'no-such-file', `There is no file ${JSON.stringify(path)}`);
  if (!isUtf8(file.content)) throw new Problem(415, 'not-text', `${path} is not a text file`);
  const { rev, hash, page } = file;
  return { path, content: file.content.toString(), rev, hash, page };
}

interface Save {
  path: string;
  content: string;
  baseRev: number;
  page?: string;
}

/**
 * Saves one file if the caller knew what it replaces. The same content again is never a conflict.
 * @throws Problem 409 file-conflict, time-is-up; 400 and 413 for what a workspace may not hold; nothing is written then
 */
export async function saveFile(sql: Sql, attemptId: string, save: Save, now: Date) {
  checkPath(save.path);
  const content = Buffer.from(save.content);
  const hash = hashOf(content);
  return sql.begin(async (tx) => {
    const [attempt, files] = await Promise.all([lockAttempt(tx, attemptId), listStoredFiles(tx, attemptId)]);
    requireAction(attempt, 'edit', now);
    const stored = files.find((file) => file.path === save.path);
    if (stored && !stored.deleted && stored.hash === hash)
      return { rev: stored.rev, hash, treeHash: treeHashOf(files) };
    requireBase(stored, save.baseRev);
    const file = {
      path: save.path,
      hash,
      bytes: content.length,
      rev: (stored?.rev ?? 0) + 1,
      deleted: false,
      page: save.page ?? null,
    };
    const after = [...files.filter((other) => other !== stored), file];
    requireFits(file, after);
    requirePaths(after.length);
    const [saved] = await Promise.all([
      addSavedBytes(tx, attemptId, content.length),
      saveBlob(tx, content),
      upsertFile(tx, attemptId, file, now),
      insertVersion(tx, attemptId, { path: save.path, hash, via: 'editor' }, now),
    ]);
    requireSaved(saved);
    return { rev: file.rev, hash, treeHash: treeHashOf(after) };
  });
}

/** @throws Problem 400 and 413 when the files after a save may not stand beside the one saved */
export function requireFits(file: StoredFile, after: StoredFile[]): void {
  const present = after.filter((other) => !other.deleted);
  requirePlace(
    file.path,
    present.map((other) => other.path),
  );
  checkSizes(new Map(present.map(({ path, bytes }) => [path, bytes])));
}

/** @throws Problem 404 no-such-file, 409 file-conflict, time-is-up */
export async function deleteFile(sql: Sql, attemptId: string, path: string, baseRev: number, now: Date) {
  return sql.begin(async (tx) => {
    requireAction(await lockAttempt(tx, attemptId), 'edit', now);
    const files = await listStoredFiles(tx, attemptId);
    const stored = files.find((file) => file.path === path && !file.deleted);
    if (!stored) throw new Problem(404, 'no-such-file', `There is no file ${JSON.stringify(path)}`);
    requireBase(stored, baseRev);
    const gone = { ...stored, rev: stored.rev + 1, deleted: true, page: null };
    await upsertFile(tx, attemptId, gone, now);
    await insertVersion(tx, attemptId, { path, hash: null, via: 'editor' }, now);
    return { treeHash: treeHashOf([...files.filter((file) => file !== stored), gone]) };
  });
}

/** Puts the starter's files in place when an attempt starts. */
export async function insertFiles(tx: Db, attemptId: string, tree: Tree, now: Date): Promise<void> {
  for (const [path, content] of tree) {
    const hash = await saveBlob(tx, content);
    const file = { path, hash, bytes: content.length, rev: 1, deleted: false, page: null };
    await upsertFile(tx, attemptId, file, now);
    await insertVersion(tx, attemptId, { path, hash, via: 'starter' }, now);
  }
}

/** @returns the saved files, if they are the ones the caller speaks of. @throws Problem 409 tree-moved, time-is-up */
export async function filesAt(sql: Sql, attemptId: string, treeHash: string, now: Date): Promise<Tree> {
  return sql.begin(async (tx) => {
    requireAction(await lockAttempt(tx, attemptId), 'run', now);
    requireTree(treeHash, treeHashOf(await listStoredFiles(tx, attemptId)));
    return getFiles(tx, attemptId);
  });
}

/** @throws Problem 409 tree-moved */
export function requireTree(asked: string, stored: string): void {
  if (asked !== stored)
    throw new Problem(409, 'tree-moved', 'The saved files are not the ones you see; load them again');
}
