import { UnstyledButton } from '@mantine/core';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import styles from './EditorPane.module.css';
import type { Over, Tabs } from './use-tabs.ts';
import { formatNow, useFilesState } from './use-files.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.editor;

/** What can be done with the file in front. */
export function EditorTools({ files, tabs, path }: { files: WorkspaceFiles; tabs: Tabs; path: string }) {
  const { changed, save } = useFilesState(files);
  const toggle = (kind: 'starter' | 'saved' | 'history'): Over =>
    tabs.over?.kind === kind ? undefined : { kind };
  const tool = (kind: 'starter' | 'saved' | 'history', text: string) => (
    <UnstyledButton
      className={styles.tool}
      aria-pressed={tabs.over?.kind === kind}
      onClick={() => tabs.lay(toggle(kind))}
    >
      {text}
    </UnstyledButton>
  );
  return (
    <span role="group" aria-label={words.tools} className={styles.tools}>
      <span role="status" className={styles.problem}>
        {plainText(tabs.formatProblem)}
      </span>
      {changed.includes(path) && tool('starter', words.withStart)}
      {save.unsaved.includes(path) && save.status !== 'saving' && tool('saved', words.withSaved)}
      {tool('history', words.history)}
      <UnstyledButton className={styles.tool} onClick={() => void formatNow(files, tabs)}>
        {words.format}
      </UnstyledButton>
      <UnstyledButton
        className={styles.tool}
        title={words.formatOnSaveHint}
        aria-pressed={tabs.formatOnSave}
        onClick={tabs.toggleFormatOnSave}
      >
        {words.formatOnSave}
      </UnstyledButton>
    </span>
  );
}
