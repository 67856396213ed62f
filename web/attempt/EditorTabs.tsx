import type { KeyboardEvent } from 'react';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import type { Tabs } from './use-tabs.ts';
import styles from './Workspace.module.css';
import type { Conflict } from './workspace-files.ts';

const words = messages.attempt;

/** One tab for each open file. Arrows move between them, Delete closes one. */
export function EditorTabs(props: {
  tabs: Tabs;
  unsaved: readonly string[];
  conflicts: readonly Conflict[];
}) {
  const { tabs, unsaved, conflicts } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.files.indexOf(tabs.active ?? '');
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step === undefined ? undefined : tabs.files.at((at + step) % tabs.files.length);
    if (next !== undefined) tabs.open(next);
    if (event.key === 'Delete' && tabs.active !== undefined) tabs.close(tabs.active);
    if (next === undefined) return;
    const buttons = event.currentTarget
      .closest('[role=tablist]')
      ?.querySelectorAll<HTMLElement>('[role=tab]');
    buttons?.[tabs.files.indexOf(next)]?.focus();
  };
  return (
    <div role="tablist" aria-label={words.openFiles} className={styles.fileTabs}>
      {tabs.files.map((path) => (
        <FileTab
          key={path}
          path={path}
          tabs={tabs}
          unsaved={unsaved.includes(path)}
          conflict={conflicts.some((one) => one.path === path)}
          onKeyDown={onKeyDown}
        />
      ))}
    </div>
  );
}

function FileTab(props: {
  path: string;
  tabs: Tabs;
  unsaved: boolean;
  conflict: boolean;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const { path, tabs, unsaved } = props;
  const active = path === tabs.active;
  return (
    <span className={styles.fileTab} data-active={active || undefined} role="presentation">
      <button
        type="button"
        role="tab"
        aria-selected={active}
        aria-keyshortcuts="Delete"
        tabIndex={active ? 0 : -1}
        title={path}
        onClick={() => tabs.open(path)}
        onAuxClick={() => tabs.close(path)}
        onKeyDown={props.onKeyDown}
      >
        {plainText(path.split('/').at(-1) ?? '')}
        {props.conflict && (
          <span role="img" aria-label={messages.editor.conflict}>
            {' '}
            ▲
          </span>
        )}
        {unsaved && (
          <span role="img" aria-label={words.unsaved}>
            {' '}
            ●
          </span>
        )}
      </button>
      {/* For the mouse; by keyboard the Delete key closes a tab. A tab list may hold nothing but tabs. */}
      <button
        type="button"
        aria-hidden="true"
        tabIndex={-1}
        title={words.closeFile(path)}
        onClick={() => tabs.close(path)}
      >
        ×
      </button>
    </span>
  );
}
