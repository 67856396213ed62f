// Changes that were made in the sandbox itself, by the terminal or a program: saved like any other. Where the saved file
// has changed too, it stays, and the sandbox's is kept beside it until the candidate chooses.
import { checkPath, hashOf, type Tree } from '../challenge/tree.ts';
import type { Db, Sql } from '../db/connect.ts';
import { saveBlob } from '../db/trees.ts';
import { Problem } from '../http/problem.ts';
import type { PodChange } from '../workspace/pod-files.ts';
import { requireAction, requirePaths, requireSaved, type StoredFile } from './attempt.ts';
import { requireFits } from './files.ts';
import { addSavedBytes, getFiles, listStoredFiles, lockAttempt, upsertFile } from './store.ts';
import { insertVersion } from './versions.ts';

/**
 * Saves what changed in the sandbox, but for files that would pass a limit of the workspace.
 * @returns the saved files afterwards
 * @throws Problem 409 time-is-up, attempt-submitted
 */
export async function keepPodChanges(
  sql: Sql,
  attemptId: string,
  changes: readonly PodChange[],
  now: Date,
): Promise<Tree> {
  return sql.begin(async (tx) => {
    requireAction(await lockAttempt(tx, attemptId), 'run', now);
    for (const change of changes) {
      const files = await listStoredFiles(tx, attemptId);
      const file = nextOf(files, change);
      if (file === 'clash') await keepBeside(tx, attemptId, change, now);
      else if (file && (await fits(tx, attemptId, files, file))) await save(tx, attemptId, file, change, now);
    }
    return getFiles(tx, attemptId);
  });
}

/** What to store: nothing when it is stored already, `clash` when the saved file was changed too. */
function nextOf(files: StoredFile[], { path, content, before }: PodChange): StoredFile | 'clash' | undefined {
  const stored = files.find((file) => file.path === path);
  const present = stored && !stored.deleted ? stored.hash : null;
  const hash = content && hashOf(content);
  if (present === hash) return undefined;
  // A file the platform never had is new, whatever the sandbox held under its name before.
  if (stored && present !== before) return 'clash';
  const rev = (stored?.rev ?? 0) + 1;
  if (content && hash) return { path, hash, bytes: content.length, rev, deleted: false, page: null };
  return stored && { ...stored, rev, deleted: true, page: null };
}

/** What is too much stays in the sandbox alone, and goes with the next run. */
async function fits(tx: Db, attemptId: string, files: StoredFile[], file: StoredFile): Promise<boolean> {
  if (file.deleted) return true;
  const after = [...files.filter(({ path }) => path !== file.path), file];
  try {
    checkPath(file.path);
    requireFits(file, after);
    requirePaths(after.length);
    requireSaved(await addSavedBytes(tx, attemptId, file.bytes));
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

async function save(tx: Db, attemptId: string, file: StoredFile, { content }: PodChange, now: Date) {
  if (content) await saveBlob(tx, content);
  await upsertFile(tx, attemptId, file, now);
  const hash = file.deleted ? null : file.hash;
  await insertVersion(tx, attemptId, { path: file.path, hash, via: 'sandbox' }, now);
}

async function keepBeside(tx: Db, attemptId: string, { path, content }: PodChange, now: Date) {
  if (!(await isAllowed(tx, attemptId, path, content))) return;
  const hash = content && (await saveBlob(tx, content));
  await insertVersion(tx, attemptId, { path, hash, via: 'aside', open: true }, now);
}

async function isAllowed(tx: Db, attemptId: string, path: string, content: Buffer | null): Promise<boolean> {
  try {
    checkPath(path);
    requireSaved(await addSavedBytes(tx, attemptId, content?.length ?? 0));
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
