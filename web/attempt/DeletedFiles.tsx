import { Button } from '@mantine/core';
import { useState } from 'react';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { plainText } from '../ui/plain-text.ts';
import styles from './FileTree.module.css';
import { focusFile } from './FileTree.tsx';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.editor;

/** Files that were deleted, each with the way back. */
export function DeletedFiles(props: {
  files: WorkspaceFiles;
  attemptId: string;
  deleted: readonly string[];
  onOpen: (path: string) => void;
}) {
  const { files, attemptId, deleted, onOpen } = props;
  const [problem, setProblem] = useState(false);
  const restore = async (path: string) => {
    try {
      files.set(path, await lastText(attemptId, path));
      setProblem(false);
      onOpen(path);
      focusFile(path);
    } catch {
      setProblem(true);
    }
  };
  const gone = deleted.filter((path) => files.text(path) === undefined);
  if (gone.length === 0) return null;
  return (
    <details className={styles.deleted}>
      <summary>{words.deleted}</summary>
      {problem && <Notice tone="warn">{words.needsServer}</Notice>}
      <ul>
        {gone.map((path) => (
          <li key={path}>
            {plainText(path)}
            <Button
              size="compact-xs"
              variant="default"
              aria-label={words.restoreFile(path)}
              onClick={() => void restore(path)}
            >
              {words.restore}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the file held before it was deleted. Throws an ApiError when the server cannot be reached. */
async function lastText(attemptId: string, path: string): Promise<string> {
  const params = { attemptId };
  const { versions } = await call('GET /api/attempts/:attemptId/versions', { params, query: { path } });
  const last = versions.find(({ bytes, via }) => bytes !== null && via !== 'aside');
  if (!last) throw new Error(`no text of ${path} was kept`);
  const input = { params: { attemptId, versionId: String(last.id) } };
  return (await call('GET /api/attempts/:attemptId/versions/:versionId', input)).content ?? '';
}
