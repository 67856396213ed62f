import { Button } from '@mantine/core';
import { useState } from 'react';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { FileNameDialog } from './FileNameDialog.tsx';
import { DeletedFiles } from './DeletedFiles.tsx';
import { badgesOf } from './file-badges.ts';
import { isWithin } from './file-name.ts';
import { useProblems } from './file-problems.ts';
import { focusFile, FileTree } from './FileTree.tsx';
import tree from './FileTree.module.css';
import { useDelete } from './use-delete.tsx';
import { useFilesState } from './use-files.ts';
import type { Tabs } from './use-tabs.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;

type Naming = { kind: 'new' } | { kind: 'rename'; path: string };

/** The files, and what can be done with them. Rename and Delete mean the file in front. */
export function FilesPane(props: { files: WorkspaceFiles; attemptId: string; tabs: Tabs }) {
  const { files, attemptId, tabs } = props;
  const state = useFilesState(files);
  const { paths } = state;
  const [naming, setNaming] = useState<Naming>();
  const [problem, setProblem] = useState(false);
  const deleting = useDelete(files, tabs.open);
  const badges = badgesOf(files, state, useProblems());
  const { active } = tabs;

  const finish = async (path: string) => {
    setNaming(undefined);
    if (naming?.kind !== 'rename') {
      files.set(path, '');
      return tabs.enter(path);
    }
    const moved = !state.offline && (await move(files, naming.path, path, tabs));
    setProblem(!moved);
    focusFile(moved ? path : naming.path);
  };
  const rename = (path: string) => setNaming({ kind: 'rename', path });

  return (
    <>
      <div className={styles.fileActions}>
        <Button size="compact-sm" variant="light" onClick={() => setNaming({ kind: 'new' })}>
          {words.newFile}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!active}
          onClick={() => active && rename(active)}
        >
          {words.rename}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!active}
          onClick={() => active && void deleting.remove(active)}
        >
          {words.remove}
        </Button>
      </div>
      {problem && <Notice tone="warn">{messages.editor.needsServer}</Notice>}
      {deleting.notice}
      <FileTree
        paths={paths}
        badges={badges}
        active={active}
        onOpen={tabs.open}
        onNew={() => setNaming({ kind: 'new' })}
        onRename={rename}
        onDelete={(path) => void deleting.remove(path)}
      />
      <p className={tree.keys}>{messages.editor.treeKeys}</p>
      <DeletedFiles files={files} attemptId={attemptId} deleted={state.deleted} onOpen={tabs.open} />
      {naming && (
        <FileNameDialog
          title={naming.kind === 'new' ? words.newFile : words.rename}
          initial={naming.kind === 'new' ? '' : naming.path}
          taken={naming.kind === 'new' ? paths : paths.filter((one) => !isWithin(one, naming.path))}
          onDone={(path) => void finish(path)}
          onClose={() => setNaming(undefined)}
        />
      )}
    </>
  );
}

/** Gives a file, or every file of a folder, another path. The old ones go only when the new ones are safe. */
async function move(files: WorkspaceFiles, from: string, to: string, tabs: Tabs): Promise<boolean> {
  const moves = files.within(from).map((path) => ({ path, next: to + path.slice(from.length) }));
  for (const { path, next } of moves) {
    files.set(next, files.text(path) ?? '');
    if (tabs.files.includes(path)) tabs.open(next);
  }
  if (!(await files.flush()).ok) return false;
  for (const { path } of moves) if ((await files.remove(path)).kind !== 'removed') return false;
  return true;
}
