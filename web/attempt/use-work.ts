import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, call, query } from '../api.ts';
import { messages } from '../messages.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;

/** What a candidate can do with the saved files. Each saves first, then acts on exactly that tree. */
export function useWork(attemptId: string, files: WorkspaceFiles) {
  const params = { attemptId };
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries(query('GET /api/attempts/:attemptId', { params }));
  // What is handed in must have been seen; the others may take along what the sandbox changed a moment ago.
  const act = <T>(run: (body: { treeHash: string }) => Promise<T>, tries: number) => ({
    mutationFn: () => atSavedTree(files, run, tries),
    onSettled: refresh,
  });
  return {
    restart: useMutation(act((body) => call('POST /api/attempts/:attemptId/restart', { params, body }), 2)),
    checks: useMutation(act((body) => call('POST /api/attempts/:attemptId/checks', { params, body }), 2)),
    submit: useMutation(act((body) => call('POST /api/attempts/:attemptId/submission', { params, body }), 1)),
  };
}

export type Work = ReturnType<typeof useWork>;

/** Saves, then acts on exactly what was saved. @throws Error in words for the candidate */
export async function atSavedTree<T>(
  files: WorkspaceFiles,
  run: (body: { treeHash: string }) => Promise<T>,
  tries: number,
): Promise<T> {
  const saved = await files.flush();
  if (!saved.ok) throw new Error(saved.status === 'conflict' ? words.settleFirst : words.cannotSave);
  try {
    return await run({ treeHash: saved.treeHash });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'tree-moved') throw error;
    await files.reload();
    if (tries > 1) return atSavedTree(files, run, tries - 1);
    throw new Error(words.movedOn, { cause: error });
  }
}
