import { UnstyledButton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { EditorTabs } from './EditorTabs.tsx';
import { loadEditor } from './preload.ts';
import { useFilesState } from './use-files.ts';
import type { Tabs } from './use-tabs.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;
const Editor = lazy(() => loadEditor().then((m) => ({ default: m.Editor })));

/** The open files as tabs over one editor, and the line that says what the Tab key does. */
export function EditorPane({ files, tabs }: { files: WorkspaceFiles; tabs: Tabs }) {
  const { save } = useFilesState(files);
  return (
    <section className={styles.centre} aria-label={words.centre}>
      {tabs.files.length > 0 && <EditorTabs tabs={tabs} unsaved={save.unsaved} />}
      <div className={styles.editorBox}>
        {tabs.active === undefined ? (
          <p className={styles.noFile}>{words.noFile}</p>
        ) : (
          <Suspense fallback={<Loading text={words.editorLoading} />}>
            <Editor files={files} path={tabs.active} tabMoves={tabs.tabMoves} />
          </Suspense>
        )}
      </div>
      <div className={styles.statusLine}>
        <span>{tabs.active}</span>
        <UnstyledButton
          className={styles.small}
          title={words.tabHint}
          aria-pressed={tabs.tabMoves}
          onClick={tabs.toggleTabMoves}
        >
          {tabs.tabMoves ? words.tabMoves : words.tabTypes} (Ctrl+M)
        </UnstyledButton>
      </div>
    </section>
  );
}
