import { Button } from '@mantine/core';
import { useState } from 'react';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { FileNameDialog } from './FileNameDialog.tsx';
import { FileTree } from './FileTree.tsx';
import { useFilesState } from './use-files.ts';
import type { Tabs } from './use-tabs.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;

type Naming = { kind: 'new' } | { kind: 'rename'; path: string };

/** The files, and what can be done with them. Rename and Delete mean the file in front. */
export function FilesPane({ files, tabs }: { files: WorkspaceFiles; tabs: Tabs }) {
  const { paths, save } = useFilesState(files);
  const [naming, setNaming] = useState<Naming>();
  const deleting = useDelete(files, tabs.open);
  const { active } = tabs;

  const finish = async (path: string) => {
    if (!naming) return;
    setNaming(undefined);
    files.set(path, naming.kind === 'rename' ? (files.text(naming.path) ?? '') : '');
    tabs.open(path);
    const saved = await files.flush();
    if (naming.kind === 'rename' && saved.ok) await files.remove(naming.path);
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
      {deleting.notice}
      <FileTree
        paths={paths}
        unsaved={save.unsaved}
        active={active}
        onOpen={tabs.open}
        onRename={rename}
        onDelete={(path) => void deleting.remove(path)}
      />
      {naming && (
        <FileNameDialog
          title={naming.kind === 'new' ? words.newFile : words.rename}
          initial={naming.kind === 'new' ? '' : naming.path}
          taken={paths}
          onDone={(path) => void finish(path)}
          onClose={() => setNaming(undefined)}
        />
      )}
    </>
  );
}

// The deleted file held the focus; it must not fall to nowhere.
const focus = (button: HTMLButtonElement | null) => button?.focus();

/** Deletes at once and offers the way back. */
function useDelete(files: WorkspaceFiles, open: (path: string) => void) {
  const [gone, setGone] = useState<{ path: string; text: string }>();
  const [problem, setProblem] = useState(false);
  const remove = async (path: string) => {
    const text = files.text(path) ?? '';
    const result = await files.remove(path);
    setGone(result.kind === 'removed' ? { path, text } : undefined);
    setProblem(result.kind !== 'removed');
  };
  const undo = ({ path, text }: { path: string; text: string }) => {
    files.set(path, text);
    open(path);
    setGone(undefined);
  };
  const notice = problem ? (
    <Notice tone="warn">{messages.error.unreachable}</Notice>
  ) : gone ? (
    <Notice tone="good">
      <span>{words.removed(gone.path)}</span>
      <Button ref={focus} size="compact-sm" variant="default" onClick={() => undo(gone)}>
        {words.undo}
      </Button>
    </Notice>
  ) : null;
  return { remove, notice };
}
