import { ApiError, call } from '../api.ts';
import type { Failure, FileServer } from './save-queue.ts';

interface Formatter {
  /** A text as the sandbox's own formatter writes it; undefined when it has none. Throws an Error that says why not. */
  format(text: string): Promise<string | undefined>;
}

/** The files of one attempt, through the API. */
export function fileServer(attemptId: string): FileServer & Formatter {
  const params = { attemptId };
  return {
    async put(body) {
      try {
        const { rev, treeHash } = await call('PUT /api/attempts/:attemptId/file', { params, body });
        return { kind: 'saved', rev, treeHash };
      } catch (error) {
        return failureOf(error);
      }
    },
    async remove(path, baseRev) {
      try {
        const query = { path, baseRev };
        const { treeHash } = await call('DELETE /api/attempts/:attemptId/file', { params, query });
        return { kind: 'removed', treeHash };
      } catch (error) {
        return failureOf(error);
      }
    },
    async read(path) {
      try {
        return await call('GET /api/attempts/:attemptId/file', { params, query: { path } });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return { content: null, rev: 0, page: null };
        throw error;
      }
    },
    async format(text) {
      const answer = await call('POST /api/attempts/:attemptId/format', { params, body: { text } });
      if (answer.formatted && 'problem' in answer.formatted) throw new Error(answer.formatted.problem);
      return answer.formatted?.text;
    },
    async setAside(path, content) {
      try {
        await call('POST /api/attempts/:attemptId/versions', { params, body: { path, content } });
        return true;
      } catch {
        return false;
      }
    },
  };
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiError)) throw error;
  if (error.passing) return { kind: 'unreachable' };
  if (error.code === 'file-conflict') return { kind: 'conflict' };
  return { kind: 'refused', why: error.message };
}
