import { UnstyledButton } from '@mantine/core';
import { Suspense } from 'react';
import { lazily } from '../lazily.ts';
import { messages } from '../messages.ts';
import { Boundary } from '../ui/Boundary.tsx';
import { Loading } from '../ui/Loading.tsx';
import { EditorTabs } from './EditorTabs.tsx';
import { EditorTools } from './EditorTools.tsx';
import { loadEditor, loadEditorOver } from './preload.ts';
import { useFilesState } from './use-files.ts';
import type { Tabs } from './use-tabs.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.attempt;
const Editor = lazily(loadEditor);
const EditorOver = lazily(loadEditorOver);

/** The open files as tabs over one editor, what can be done with the one in front, and what the Tab key does. */
export function EditorPane(props: { files: WorkspaceFiles; attemptId: string; tabs: Tabs }) {
  const { files, attemptId, tabs } = props;
  const { save, conflicts } = useFilesState(files);
  const { active, over } = tabs;
  return (
    <section className={styles.centre} aria-label={words.centre}>
      {tabs.files.length > 0 && <EditorTabs tabs={tabs} unsaved={save.unsaved} conflicts={conflicts} />}
      <div className={styles.editorBox}>
        {active === undefined ? (
          <p className={styles.noFile}>{words.noFile}</p>
        ) : (
          <Boundary>
            <Suspense fallback={<Loading text={words.editorLoading} />}>
              <Editor files={files} path={active} tabs={tabs} />
            </Suspense>
          </Boundary>
        )}
        {active !== undefined && over && (
          <Boundary>
            <Suspense fallback={<Loading />}>
              <EditorOver files={files} attemptId={attemptId} tabs={tabs} path={active} over={over} />
            </Suspense>
          </Boundary>
        )}
      </div>
      <div className={styles.statusLine}>
        <span>{active}</span>
        {active !== undefined && <EditorTools files={files} tabs={tabs} path={active} />}
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
