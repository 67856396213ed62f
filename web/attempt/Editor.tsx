import { useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { messages } from '../messages.ts';
import { type FileEditor, mountFileEditor } from './file-editor.ts';
import hide from './EditorPane.module.css';
import type { Place, Tabs } from './use-tabs.ts';
import styles from './Workspace.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

/** The code editor, showing one file. */
export function Editor(props: { files: WorkspaceFiles; path: string; tabs: Tabs }) {
  const { files, path, tabs } = props;
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<FileEditor>();
  const dark = useComputedColorScheme('light') === 'dark';
  const contrast = useMediaQuery('(prefers-contrast: more), (forced-colors: active)');
  const open = useRef(tabs.open);

  useEffect(() => {
    open.current = tabs.open;
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const onOpen = (elsewhere: string, place?: Place) => open.current(elsewhere, place);
    const mounted = mountFileEditor(host.current, files, onOpen);
    setEditor(mounted);
    return () => mounted.dispose();
  }, [files]);
  useEffect(() => editor?.show(path, messages.attempt.editorLabel(path)), [editor, path]);
  useEffect(() => {
    if (!editor || (!tabs.place && !tabs.entering)) return;
    if (tabs.place) editor.goTo(tabs.place);
    else editor.enter();
    // Asked for once: an editor that is made anew later must not take the keyboard from something else.
    tabs.arrived();
  }, [editor, tabs]);
  // Before it is said on the page: who reads it may press Tab at once.
  useLayoutEffect(() => editor?.setTabMoves(tabs.tabMoves), [editor, tabs.tabMoves]);
  useEffect(() => editor?.setColours(dark, contrast), [editor, dark, contrast]);

  return (
    <div
      ref={host}
      className={tabs.over ? `${styles.editor} ${hide.hidden}` : styles.editor}
      data-ready={editor ? 'editor' : undefined}
    />
  );
}
